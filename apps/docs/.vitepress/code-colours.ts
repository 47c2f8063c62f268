/** Colours of both themes, light and dark, that code has beside that of plain text; style.css has them by these classes. */
const CLASSES: Readonly<Record<string, string>> = {
  "#A0111F/#FF9492": "c1",
  "#023B95/#91CBFF": "c2",
  "#032563/#ADDCFF": "c3",
  "#622CBC/#DBB7FF": "c4",
  "#702C00/#FFB757": "c5",
  "#66707B/#BDC4CC": "c6",
  "#024C1A/#72F088": "c7",
};
const PLAIN = "#0E1116/#F0F3F6";

interface Span {
  properties: Record<string, unknown>;
}

/** Gives code its colours by classes, where a style on each word would be half of a page. */
export const codeColours = {
  name: "code-colours",
  span(node: Span): void {
    const { style } = node.properties;
    const text = typeof style === "string" ? style : JSON.stringify(style);
    const key = [...(text ?? "").matchAll(/#[0-9A-F]{6}/gi)].map(([color]) => color.toUpperCase()).join("/");
    const name = CLASSES[key];
    if (name !== undefined) node.properties.class = name;
    if (name !== undefined || key === PLAIN) delete node.properties.style;
  },
};
