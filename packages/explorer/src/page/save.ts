import type { Figure } from "@ecephys/charts";

/** Offers bytes to the reader as a file. */
function offer(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export function saveSvg(figure: Figure, name: string): void {
  offer(new Blob([figure.svg()], { type: "image/svg+xml" }), `${name}.svg`);
}

export function saveCsv(figure: Figure, name: string): void {
  offer(new Blob([figure.table().toCSV()], { type: "text/csv" }), `${name}.csv`);
}

/** With two pixels per CSS pixel, in the colours of the page. */
export async function savePng(figure: Figure, name: string, dark: boolean): Promise<void> {
  const image = new Image();
  const address = URL.createObjectURL(
    new Blob([figure.svg({ theme: dark ? "dark" : "light" })], { type: "image/svg+xml" }),
  );
  try {
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.naturalWidth * 2, image.naturalHeight * 2];
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (blob) offer(blob, `${name}.png`);
  } finally {
    URL.revokeObjectURL(address);
  }
}
