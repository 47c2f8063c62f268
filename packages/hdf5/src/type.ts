import type { Metadata } from "h5wasm";
import type { Hdf5Type } from "./model.ts";

/** HDF5's class numbers (H5T_class_t). */
const CLASS = {
  integer: 0,
  float: 1,
  text: 3,
  compound: 6,
  reference: 7,
  enum: 8,
  list: 9,
  array: 10,
} as const;

const SPACE_PADDED = 2;

/** h5wasm's description of a type, in our terms. */
export function typeOf(metadata: Metadata): Hdf5Type {
  const { size: bytes, signed } = metadata;
  switch (metadata.type) {
    case CLASS.integer:
      return { kind: "integer", bytes, signed };
    case CLASS.float:
      return { kind: "float", bytes };
    case CLASS.text:
      return {
        kind: "text",
        bytes: metadata.vlen ? undefined : bytes,
        padding: metadata.strpad === SPACE_PADDED ? "space" : "null",
      };
    case CLASS.reference:
      return { kind: "reference", bytes, to: metadata.ref_type === "region" ? "region" : "object" };
    case CLASS.enum:
      return enumeration(metadata);
    case CLASS.compound:
      if (byteOrders(metadata).size > 1) break;
      return {
        kind: "compound",
        bytes,
        members: (metadata.compound_type?.members ?? []).map((member) => ({
          name: member.name,
          offset: member.offset,
          type: typeOf(member),
        })),
      };
    case CLASS.list:
      if (metadata.vlen_type) return { kind: "list", element: typeOf(metadata.vlen_type) };
      break;
    case CLASS.array:
      if (metadata.array_type)
        return {
          kind: "array",
          shape: metadata.array_type.shape ?? [],
          element: typeOf(metadata.array_type),
        };
      break;
  }
  return { kind: "opaque", bytes };
}

const ORDERED: readonly number[] = [CLASS.integer, CLASS.float, CLASS.enum];

/**
 * The byte orders of the numbers in a type. The library converts a type of one order to that of the machine,
 * but leaves a compound with both as it is; these are returned as bytes rather than as wrong numbers.
 */
function byteOrders({ type, littleEndian, compound_type, array_type }: Metadata): ReadonlySet<boolean> {
  if (ORDERED.includes(type)) return new Set([littleEndian]);
  const parts = [...(compound_type?.members ?? []), ...(array_type ? [array_type] : [])];
  return new Set(parts.flatMap((part) => [...byteOrders(part)]));
}

function enumeration({ size: bytes, signed, enum_type, littleEndian }: Metadata): Hdf5Type {
  const members = enum_type?.members ?? {};
  const truths = Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name.toUpperCase(), value]),
  );
  if (enum_type?.nmembers === 2 && truths.FALSE === 0 && truths.TRUE === 1 && bytes === 1)
    return { kind: "boolean" };
  const names = Object.fromEntries(Object.entries(members).map(([name, value]) => [value, name]));
  return { kind: "enum", bytes, signed, names, ...(!littleEndian && bytes > 1 && { isBigEndian: true }) };
}

/** Bytes of one element in memory; pointers of the library are 4 bytes wide. */
export function elementBytes(type: Hdf5Type): number {
  switch (type.kind) {
    case "boolean":
      return 1;
    case "text":
      return type.bytes ?? 4;
    case "list":
      return 8;
    case "array":
      return type.shape.reduce((product, length) => product * length, elementBytes(type.element));
    default:
      return type.bytes;
  }
}

/** Whether elements hold memory of the library that must be freed. */
export function holdsPointers(type: Hdf5Type): boolean {
  switch (type.kind) {
    case "text":
      return type.bytes === undefined;
    case "list":
      return true;
    case "array":
      return holdsPointers(type.element);
    case "compound":
      return type.members.some((member) => holdsPointers(member.type));
    default:
      return false;
  }
}
