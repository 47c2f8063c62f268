import { nearest } from "@ecephys/files/internal";
import { type CallExpression, type Expression, type MemberExpression, parseExpressionAt } from "acorn";
import { MAX_LENGTH, whereError } from "./error.ts";
import type {
  ArithmeticOperator,
  ComparisonOperator,
  LogicalOperator,
  Scalar,
  UnaryOperator,
  WhereExpression,
} from "./expression.ts";
import { MATH_NAMES, WHERE_FUNCTIONS } from "./functions.ts";
import { hintOn } from "./hints.ts";
import { refusalOf } from "./refusals.ts";

/** Deeper than anyone nests; protects the stack. */
const MAX_DEPTH = 500;

const COMPARISONS: ReadonlyMap<string, ComparisonOperator> = new Map([
  ["==", "=="],
  ["===", "=="],
  ["!=", "!="],
  ["!==", "!="],
  ["<", "<"],
  ["<=", "<="],
  [">", ">"],
  [">=", ">="],
]);
const ARITHMETIC: ReadonlySet<string> = new Set(["+", "-", "*", "/", "%", "**"]);
const UNARY: ReadonlySet<string> = new Set(["!", "-", "+"]);
const CONSTANTS: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ["undefined", null],
  ["NaN", null],
  ["Infinity", Number.POSITIVE_INFINITY],
]);

/**
 * Parses a filter such as `ecephys_structure_acronym == "VISp" && snr > 2`. The text goes through a JavaScript
 * parser, and every node of the result must be on the list of what is allowed; nothing is ever evaluated as
 * code. Bare names and `d.name` (as in Arquero) are columns.
 * @throws EcephysError "argument" that says what cannot be parsed or is not allowed.
 */
export function parseExpression(source: string): WhereExpression {
  if (source.trim() === "") throw whereError(source, "the expression is empty");
  if (source.length > MAX_LENGTH)
    throw whereError(source, `the expression is longer than ${MAX_LENGTH} characters`);
  const node = parseSyntax(source);
  const rest = source.slice(node.end);
  if (rest.trim() !== "") {
    const at = node.end + rest.search(/\S/);
    throw whereError(
      source,
      `"${rest.trim().slice(0, 20)}" is not expected at character ${at + 1}${hintOn(source, at)}`,
      at,
    );
  }
  return new Converter(source).condition(node, 0);
}

function parseSyntax(source: string): Expression {
  try {
    // Keeping parentheses makes the node's end the end of the parsed text, so nothing can hide after it.
    return parseExpressionAt(source, 0, { ecmaVersion: 2022, sourceType: "module", preserveParens: true });
  } catch (error) {
    const { pos: at = 0, message } = error as { pos?: number; message: string };
    if (error instanceof RangeError || message.startsWith("Not enough stack"))
      throw whereError(source, "the expression is nested too deeply", at);
    throw whereError(source, `it does not parse at character ${at + 1}`, at);
  }
}

/** A node of the parser's, of whatever kind. */
type Piece = Expression | { readonly type: string; readonly start: number; readonly end: number };

class Converter {
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  /**
   * An operand that must be true or false. A constant always is or never is, so another comparison was meant,
   * as in `name == "VISp" || "VISl"`.
   */
  condition(node: Piece, depth: number): WhereExpression {
    const converted = this.convert(node, depth);
    const isConstant = converted.kind === "literal" && typeof converted.value !== "boolean";
    if (!isConstant && converted.kind !== "list") return converted;
    const text = this.#source.slice(node.start, node.end);
    throw whereError(
      this.#source,
      `${text.length > 20 ? `${text.slice(0, 20)}…` : text} alone is not a condition (character ${node.start + 1})`,
      node.start,
      'Compare it with a column: name == "VISp" || name == "VISl", or includes(["VISp", "VISl"], name)',
    );
  }

  convert(node: Piece, depth: number): WhereExpression {
    if (depth > MAX_DEPTH) throw whereError(this.#source, "the expression is nested too deeply", node.start);
    const at = (child: Piece) => this.convert(child, depth + 1);
    const holds = (child: Piece) => this.condition(child, depth + 1);
    const known = node as Expression;
    switch (known.type) {
      case "Literal":
        return { kind: "literal", value: this.#literal(known) };
      case "Identifier":
        return CONSTANTS.has(known.name)
          ? { kind: "literal", value: CONSTANTS.get(known.name)! }
          : { kind: "column", name: known.name };
      case "MemberExpression":
        return { kind: "column", name: this.#member(known) };
      case "ParenthesizedExpression":
        return at(known.expression);
      case "ArrayExpression":
        return { kind: "list", items: known.elements.map((item) => this.#item(item, known.start)) };
      case "UnaryExpression":
        if (!UNARY.has(known.operator)) break;
        return {
          kind: "unary",
          operator: known.operator as UnaryOperator,
          argument: known.operator === "!" ? holds(known.argument) : at(known.argument),
        };
      case "BinaryExpression": {
        const operands = { left: known.left, right: known.right };
        const comparison = COMPARISONS.get(known.operator);
        if (comparison) {
          this.#refuseTruth(known.left, known);
          this.#refuseTruth(known.right, known);
          return {
            kind: "comparison",
            operator: comparison,
            left: at(operands.left),
            right: at(operands.right),
          };
        }
        if (!ARITHMETIC.has(known.operator)) break;
        return {
          kind: "arithmetic",
          operator: known.operator as ArithmeticOperator,
          left: at(operands.left),
          right: at(operands.right),
        };
      }
      case "LogicalExpression": {
        // Replacements for missing values need not be true or false.
        const side = known.operator === "??" ? at : holds;
        return {
          kind: "logical",
          operator: known.operator as LogicalOperator,
          left: side(known.left),
          right: side(known.right),
        };
      }
      case "ConditionalExpression":
        return {
          kind: "conditional",
          test: holds(known.test),
          consequent: at(known.consequent),
          alternate: at(known.alternate),
        };
      case "CallExpression":
        return { kind: "call", name: this.#callee(known), arguments: known.arguments.map(at) };
    }
    throw this.#refuse(known);
  }

  /**
   * `1 < snr < 3` and `!snr > 2` do not mean what they seem to: they compare true or false with 3, or with 2.
   * Parentheses make the meaning explicit.
   */
  #refuseTruth(operand: Piece, { start }: Piece): void {
    const { operator, type } = operand as { operator?: string; type: string };
    const isComparison = type === "BinaryExpression" && COMPARISONS.has(operator ?? "");
    const isNegation = type === "UnaryExpression" && operator === "!";
    if (!isComparison && !isNegation) return;
    throw whereError(
      this.#source,
      isComparison
        ? `comparisons cannot be chained (character ${start + 1})`
        : `! belongs to what stands right behind it (character ${start + 1})`,
      start,
      isComparison
        ? "Join them with &&, as in 1 < snr && snr < 3"
        : "Put what it negates in parentheses, as in !(snr > 2)",
    );
  }

  #refuse(node: { type: string; start: number }): Error {
    return whereError(this.#source, `${refusalOf(node)} (character ${node.start + 1})`, node.start);
  }

  #literal(node: Extract<Expression, { type: "Literal" }>): Scalar {
    const { value } = node;
    if (node.regex || node.bigint || (typeof value === "object" && value !== null)) throw this.#refuse(node);
    return value as Scalar;
  }

  #item(node: Piece | null, start: number): Scalar {
    const item = node === null ? undefined : this.convert(node, 0);
    if (item?.kind === "literal") return item.value;
    const negated = item?.kind === "unary" && item.operator === "-" ? item.argument : undefined;
    if (negated?.kind === "literal" && typeof negated.value === "number") return -negated.value;
    throw whereError(this.#source, "a list may only hold numbers and text", node?.start ?? start);
  }

  /** `d.name` and `d["name"]`; any other access to an object is refused. */
  #member(node: MemberExpression): string {
    const { object, property } = node;
    if (object.type === "Identifier" && object.name === "d" && !node.optional) {
      if (!node.computed && property.type === "Identifier") return property.name;
      if (node.computed && property.type === "Literal" && typeof property.value === "string")
        return property.value;
    }
    throw this.#refuse(node);
  }

  #callee(node: CallExpression): string {
    const { callee } = node;
    let name: string | undefined;
    if (callee.type === "Identifier") name = callee.name;
    else if (callee.type === "MemberExpression" && !callee.computed && !callee.optional)
      name = namespaced(callee);
    if (name === undefined || node.optional) throw this.#refuse(node);
    const known = WHERE_FUNCTIONS.get(name);
    if (!known) {
      const near = nearest(name, WHERE_FUNCTIONS.keys());
      const remedy = `${near ? `Did you mean ${near}? ` : ""}The functions are ${[...WHERE_FUNCTIONS.keys()].join(", ")}`;
      throw whereError(this.#source, `there is no function ${name}`, node.start, remedy);
    }
    const [least, most] = known.arity;
    if (node.arguments.length < least || node.arguments.length > most)
      throw whereError(
        this.#source,
        `${name} takes ${least === most ? least : `${least} to ${most}`} argument${most === 1 ? "" : "s"}`,
        node.start,
      );
    return name;
  }
}

/** `op.abs` and `Math.abs` -> "abs". */
function namespaced({ object, property }: MemberExpression): string | undefined {
  if (object.type !== "Identifier" || property.type !== "Identifier") return undefined;
  if (object.name === "op") return property.name;
  return object.name === "Math" ? (MATH_NAMES.get(property.name) ?? property.name) : undefined;
}
