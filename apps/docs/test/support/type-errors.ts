import { basename, join } from "node:path";
import ts from "typescript";

/** What the compiler says of a file. */
export interface TypeProblem {
  readonly fileName: string;
  readonly text: string;
}

const root = join(import.meta.dirname, "..", "..", "..", "..");

/** What the compiler finds in these files, under the settings of the packages; what they import does not count. */
export function typeErrors(files: readonly string[]): TypeProblem[] {
  const config = ts.readConfigFile(join(root, "tsconfig.base.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const program = ts.createProgram(files, { ...options, types: ["node"], noEmit: true });
  return files.flatMap((file) => {
    const source = program.getSourceFile(file);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ messageText }) => ({
      fileName: basename(file),
      text: ts.flattenDiagnosticMessageText(messageText, "\n"),
    }));
  });
}
