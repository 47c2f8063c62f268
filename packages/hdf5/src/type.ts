import type { Metadata } from "h5wasm";
import type { Hdf5Type, StoredBits } from "./model.ts";
import type { StoredType } from "./stored-type.ts";

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

/** h5wasm's description of a type in our terms, with what it does not tell, where that is known. */
export function typeOf(metadata: Metadata, stored?: StoredType): Hdf5Type {
  const { size: bytes, signed } = metadata;
  switch (metadata.type) {
    case CLASS.integer:
      return { kind: "integer", bytes, signed, ...oddBits(bytes, stored, true) };
    case CLASS.float:
      if (stored?.kind === "float" && !stored.isIeee) break;
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
      return enumeration(metadata, elementOf(stored));
    case CLASS.compound:
      if (byteOrders(metadata).size > 1) break;
      if (holdsBigEnumeration(metadata)) return { kind: "opaque", bytes, unreadable: HALF_SWAPPED };
      return {
        kind: "compound",
        bytes,
        members: (metadata.compound_type?.members ?? []).map((member, i) => ({
          name: member.name,
          offset: member.offset,
          type: typeOf(member, stored?.kind === "compound" ? stored.members[i] : undefined),
        })),
      };
    case CLASS.list:
      if (metadata.vlen_type) return { kind: "list", element: nested(metadata.vlen_type, elementOf(stored)) };
      break;
    case CLASS.array:
      if (metadata.array_type)
        return {
          kind: "array",
          shape: metadata.array_type.shape ?? [],
          element: nested(metadata.array_type, elementOf(stored)),
        };
      break;
  }
  return { kind: "opaque", bytes };
}

/** The library puts the members before the first such one in the machine's order, and no others. */
const HALF_SWAPPED = "compounds with big-endian enumerations of several bytes cannot be read";

function elementOf(stored: StoredType | undefined): StoredType | undefined {
  return stored?.kind === "container" ? stored.element : undefined;
}

/** Numbers of big-endian enumerations come as they are stored, and inside of others some are lost: these stay bytes. */
function nested(metadata: Metadata, stored: StoredType | undefined): Hdf5Type {
  return holdsBigEnumeration(metadata) ? { kind: "opaque", bytes: metadata.size } : typeOf(metadata, stored);
}

function holdsBigEnumeration({
  type,
  size,
  littleEndian,
  compound_type,
  array_type,
  vlen_type,
}: Metadata): boolean {
  if (type === CLASS.enum) return size > 1 && !littleEndian;
  const parts = [...(compound_type?.members ?? []), array_type, vlen_type];
  return parts.some((part) => part && holdsBigEnumeration(part));
}

const WHOLE = [1, 2, 4, 8];

/** Where an integer's bits lie, if that is not all bytes as the machine has them. */
function oddBits(
  bytes: number,
  stored: StoredType | undefined,
  littleEndian: boolean,
): { readonly bits?: StoredBits } {
  const { offset, precision } = stored?.kind === "integer" ? stored : { offset: 0, precision: bytes * 8 };
  const isUsual = offset === 0 && precision === bytes * 8 && littleEndian && WHOLE.includes(bytes);
  return isUsual ? {} : { bits: { offset, precision, littleEndian } };
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

function enumeration(metadata: Metadata, stored: StoredType | undefined): Hdf5Type {
  const { size: bytes, signed, enum_type, littleEndian } = metadata;
  const members = enum_type?.members ?? {};
  const truths = Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name.toUpperCase(), value]),
  );
  if (enum_type?.nmembers === 2 && truths.FALSE === 0 && truths.TRUE === 1 && bytes === 1)
    return { kind: "boolean" };
  // h5wasm gives the values as 32-bit integers, larger ones as the largest.
  const isWide = bytes === 8 || (bytes === 4 && !signed);
  const isKnown = (value: number) => !isWide || (value !== LARGEST && value !== SMALLEST);
  const known = Object.entries(members).filter(([, value]) => isKnown(value));
  const names = Object.fromEntries(known.map(([name, value]) => [value, name]));
  return { kind: "enum", bytes, signed, names, ...oddBits(bytes, stored, bytes === 1 || littleEndian) };
}

const LARGEST = 2 ** 31 - 1;
const SMALLEST = -(2 ** 31);

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
