const REFUSALS: Readonly<Record<string, string>> = {
  AssignmentExpression: "assignments are not allowed; compare with ==",
  SequenceExpression: "commas are not allowed here; join conditions with &&",
  TemplateLiteral: "template texts are not allowed; use quotes",
  TaggedTemplateExpression: "template texts are not allowed; use quotes",
  MemberExpression: 'only columns can be read (name, d.name or d["name"]), nothing inside of values',
  ChainExpression: 'only columns can be read (name, d.name or d["name"]), nothing inside of values',
  CallExpression: 'only the functions of the list can be called, as in startswith(name, "VIS")',
  Literal: "only numbers, quoted texts, true, false and null can be written out",
  SpreadElement: "spreading is not allowed",
  BinaryExpression:
    "this operator is not allowed; use && and || between conditions, includes([…], name) for `in`",
  UnaryExpression: "this operator is not allowed",
};

/** Why a piece of JavaScript is not allowed in a condition, in the user's words. */
export function refusalOf(node: { readonly type: string }): string {
  return (
    REFUSALS[node.type] ?? "only comparisons, arithmetic, &&, ||, !, ? : and listed functions are allowed"
  );
}
