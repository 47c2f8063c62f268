import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, LRLanguage, syntaxHighlighting } from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { parser } from "@lezer/javascript";

const typescript = LRLanguage.define({ parser: parser.configure({ dialect: "ts" }) });

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
  const runs = () => {
    run();
    return true;
  };
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: code,
      extensions: [
        history(),
        bracketMatching(),
        typescript.extension,
        EditorView.lineWrapping,
        syntaxHighlighting(classHighlighter),
        Prec.high(
          keymap.of([
            { key: "Mod-Enter", run: runs },
            { key: "Shift-Enter", run: runs },
          ]),
        ),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
        EditorView.updateListener.of(({ docChanged }) => docChanged && change()),
      ],
    }),
  });
  return {
    code: () => view.state.doc.toString(),
    set: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
