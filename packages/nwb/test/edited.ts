import { temporaryFile } from "@ecephys/fixtures/testing";
import { type Dataset, File, type Group, ready } from "h5wasm";
import { bytesOf } from "./files.ts";

let count = 0;

/** A copy of a made file, or of a file's bytes, with changes, and its path. */
export async function edited(
  source: string | Uint8Array,
  change: (file: EditedFile) => void,
): Promise<string> {
  const { FS } = await ready;
  const inner = `/edited-${count++}.h5`;
  FS.writeFile(inner, typeof source === "string" ? bytesOf(source) : source);
  const file = new File(inner, "a");
  change({
    read: (path) => (file.get(path) as Dataset).value as Float64Array,
    overwrite: (path, values) => {
      const dataset = file.get(path) as Dataset;
      dataset.write_slice([[0, values.length]], values);
    },
    add: (path, values, shape = [values.length]) => {
      const [name, ...groups] = path.split("/").slice(1).reverse();
      let parent: Group = file;
      for (const group of groups.reverse())
        parent = (parent.get(group) ?? parent.create_group(group)) as Group;
      parent.create_dataset({ name: name!, data: values, shape });
    },
    setAttribute: (path, attribute, value) => {
      const object = file.get(path) as Dataset;
      if (attribute in object.attrs) object.delete_attribute(attribute);
      object.create_attribute(attribute, value);
    },
  });
  file.close();
  const content = FS.readFile(inner);
  FS.unlink(inner);
  return temporaryFile(`edited-${count}.nwb`, content);
}

export interface EditedFile {
  read(path: string): Float64Array;
  /** Writes over the first values of a dataset of one dimension. */
  overwrite(path: string, values: Float64Array | BigInt64Array | Uint8Array | Uint16Array): void;
  add(path: string, values: Float64Array | string[], shape?: number[]): void;
  setAttribute(path: string, attribute: string, value: number): void;
}
