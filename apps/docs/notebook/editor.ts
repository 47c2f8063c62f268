import { createEditor as createPrismEditor } from "prism-code-editor";
import { defaultKeymap, type EditorHotkey, editHistory, editorCommands } from "prism-code-editor/commands";
import { highlightBracketPairs } from "prism-code-editor/highlight-brackets";
import { matchBrackets } from "prism-code-editor/match-brackets";
import "prism-code-editor/languages/clike";
import "prism-code-editor/layout.css";
import "prism-code-editor/prism/languages/typescript";

/** Keys are named as the editor does: 1 is Alt, 2 Control, 8 Shift, and sums of them. */
const RUN = ["Mod+Enter", "8+Enter"];
/** With these, Tab would stay in the editor. */
const LEFT_OUT = ["Tab", "8+Tab", "2+m", "10+m"];
const KEYS = Object.fromEntries(Object.entries(defaultKeymap).filter(([key]) => !LEFT_OUT.includes(key)));

/** An editor of a cell's code. */
export interface CellEditor {
  code(): string;
  set(code: string): void;
  focus(): void;
  destroy(): void;
}

/** Puts an editor into `parent`. Tab moves on to what follows, as it does elsewhere in the page. */
export function createEditor(
  parent: HTMLElement,
  code: string,
  { label, change, run }: { readonly label: string; readonly change: () => void; readonly run: () => void },
): CellEditor {
  const runs: EditorHotkey = () => {
    run();
    return true;
  };
  const editor = createPrismEditor(
    parent,
    { language: "typescript", value: code, lineNumbers: false, wordWrap: true },
    editorCommands({ ...KEYS, ...Object.fromEntries(RUN.map((key) => [key, runs])) }, []),
    editHistory(),
    matchBrackets(false),
    highlightBracketPairs(),
  );
  editor.textarea.setAttribute("aria-label", label);
  editor.on("update", change);
  return {
    code: () => editor.value,
    set: (value) => editor.setOptions({ value }),
    focus: () => editor.textarea.focus(),
    destroy: () => editor.remove(),
  };
}
