/** A value in an expression; `null` is missing. */
export type Scalar = number | string | boolean | null;

export type UnaryOperator = "!" | "-" | "+";
export type ComparisonOperator = "==" | "!=" | "<" | "<=" | ">" | ">=";
export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%" | "**";
export type LogicalOperator = "&&" | "||" | "??";

/** What a condition may consist of; the parser refuses everything else. */
export type WhereExpression =
  | { readonly kind: "literal"; readonly value: Scalar }
  | { readonly kind: "list"; readonly items: readonly Scalar[] }
  | { readonly kind: "column"; readonly name: string }
  | { readonly kind: "unary"; readonly operator: UnaryOperator; readonly argument: WhereExpression }
  | {
      readonly kind: "comparison";
      readonly operator: ComparisonOperator;
      readonly left: WhereExpression;
      readonly right: WhereExpression;
    }
  | {
      readonly kind: "arithmetic";
      readonly operator: ArithmeticOperator;
      readonly left: WhereExpression;
      readonly right: WhereExpression;
    }
  | {
      readonly kind: "logical";
      readonly operator: LogicalOperator;
      readonly left: WhereExpression;
      readonly right: WhereExpression;
    }
  | {
      readonly kind: "conditional";
      readonly test: WhereExpression;
      readonly consequent: WhereExpression;
      readonly alternate: WhereExpression;
    }
  | { readonly kind: "call"; readonly name: string; readonly arguments: readonly WhereExpression[] };
