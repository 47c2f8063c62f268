const SVG = "http://www.w3.org/2000/svg";

/**
 * A document where there is no page: what the drawing of a figure needs of one, which is elements that are put together
 * and written out. Elements are not looked up, and nothing is parsed.
 */
export function svgDocument(): Document {
  const document = new SvgDocument();
  return document as unknown as Document;
}

class SvgDocument {
  /** New elements are of its namespace. */
  readonly documentElement = new SvgElement(this, "svg");

  createElementNS(namespace: string, name: string): SvgElement {
    if (namespace !== SVG) throw new TypeError(`A figure has no elements of ${namespace}`);
    return new SvgElement(this, name);
  }

  createTextNode(text: string): SvgText {
    return new SvgText(this, text);
  }
}

abstract class SvgNode {
  readonly ownerDocument: SvgDocument;
  parentNode: SvgElement | null = null;

  constructor(document: SvgDocument) {
    this.ownerDocument = document;
  }

  abstract readonly textContent: string;
  /** The node as XML. */
  abstract readonly outerHTML: string;

  remove(): void {
    this.parentNode?.removeChild(this);
  }
}

class SvgText extends SvgNode {
  readonly textContent: string;

  constructor(document: SvgDocument, text: string) {
    super(document);
    this.textContent = text;
  }

  get outerHTML(): string {
    return escaped(this.textContent);
  }
}

class SvgElement extends SvgNode {
  readonly namespaceURI = SVG;
  readonly tagName: string;
  readonly childNodes: SvgNode[] = [];
  readonly #attributes = new Map<string, string>();

  constructor(document: SvgDocument, name: string) {
    super(document);
    this.tagName = name;
  }

  get children(): SvgElement[] {
    return this.childNodes.filter((child) => child instanceof SvgElement);
  }

  getAttribute(name: string): string | null {
    return this.#attributes.get(name) ?? null;
  }

  setAttribute(name: string, value: unknown): void {
    this.#attributes.set(name, String(value));
  }

  removeAttribute(name: string): void {
    this.#attributes.delete(name);
  }

  append(...nodes: readonly SvgNode[]): void {
    for (const node of nodes) this.appendChild(node);
  }

  appendChild<Node extends SvgNode>(node: Node): Node {
    return this.insertBefore(node, null);
  }

  insertBefore<Node extends SvgNode>(node: Node, before: SvgNode | null | undefined): Node {
    node.remove();
    this.childNodes.splice(before ? this.childNodes.indexOf(before) : this.childNodes.length, 0, node);
    node.parentNode = this;
    return node;
  }

  removeChild(node: SvgNode): void {
    this.childNodes.splice(this.childNodes.indexOf(node), 1);
    node.parentNode = null;
  }

  get textContent(): string {
    return this.childNodes.map((child) => child.textContent).join("");
  }

  set textContent(text: unknown) {
    for (const child of this.childNodes.splice(0)) child.parentNode = null;
    if (text !== "") this.append(this.ownerDocument.createTextNode(String(text)));
  }

  get outerHTML(): string {
    const attributes = Array.from(this.#attributes, ([name, value]) => ` ${name}="${escaped(value)}"`).join(
      "",
    );
    if (this.childNodes.length === 0) return `<${this.tagName}${attributes} />`;
    const content = this.childNodes.map((child) => child.outerHTML).join("");
    return `<${this.tagName}${attributes}>${content}</${this.tagName}>`;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character]!);
}
