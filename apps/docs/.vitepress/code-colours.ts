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

interface Node {
  type: string;
  tagName?: string;
  value?: string;
  properties?: Record<string, unknown>;
  children?: Node[];
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
  line(node: { children: Node[] }): void {
    node.children = withFewSpans(node.children);
  },
};

/** Plain words without a span, and one for neighbours of the same class. */
function withFewSpans(nodes: readonly Node[]): Node[] {
  const few: Node[] = [];
  for (const node of nodes.flatMap((one) => (isPlain(one) ? one.children! : [one]))) {
    const last = few.at(-1);
    if (last === undefined || !isSame(last, node)) few.push({ ...node });
    else if (node.type === "text") last.value = `${last.value}${node.value}`;
    else last.children = withFewSpans([...last.children!, ...node.children!]);
  }
  return few;
}

function isPlain({ tagName, properties = {} }: Node): boolean {
  return tagName === "span" && Object.values(properties).every((value) => value === undefined);
}

function isSame(one: Node, other: Node): boolean {
  if (one.type === "text") return other.type === "text";
  return (
    one.tagName === "span" &&
    other.tagName === "span" &&
    JSON.stringify(one.properties) === JSON.stringify(other.properties)
  );
}
