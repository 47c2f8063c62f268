import type { UserConfig } from "vitepress";

type VueOptions = NonNullable<UserConfig["vue"]>;
type CompilerOptions = NonNullable<NonNullable<VueOptions["template"]>["compilerOptions"]>;
type NodeTransform = NonNullable<CompilerOptions["nodeTransforms"]>[number];
type TemplateNode = Parameters<NodeTransform>[0];

const ELEMENT = 1;
const SIMPLE_EXPRESSION = 4;
const DIRECTIVE = 7;
const CONSTANT = 3;

/**
 * Leaves the code of cells out of the scripts of a built site's pages: it is in their HTML. To Vue it is content that
 * is set from outside, which it does not look into where it takes a page's HTML over.
 */
export const leanCells: NodeTransform = (node, { ssr }) => {
  if (ssr || process.env.NODE_ENV !== "production" || !isElement(node) || node.tag !== "LiveCell") return;
  const [code] = node.children;
  if (code === undefined || !isElement(code)) throw new Error("a cell has no code");
  const { loc } = code;
  code.children = [];
  code.props.push({
    type: DIRECTIVE,
    name: "html",
    arg: undefined,
    modifiers: [],
    exp: { type: SIMPLE_EXPRESSION, content: "' '", isStatic: false, constType: CONSTANT, loc },
    loc,
  });
};

function isElement(node: TemplateNode): node is Extract<TemplateNode, { tag: string }> {
  return node.type === ELEMENT;
}
