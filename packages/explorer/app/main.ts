import { createApp, h } from "vue";
import { SessionExplorer } from "../src/page/index.ts";
import "./style.css";

interface Given {
  readonly name: string;
  readonly session: string;
  readonly lfp?: string;
}

const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark", dark.matches);
dark.addEventListener("change", follow);
follow();

const answer = await fetch("session.json");
const given = (await answer.json()) as Given;
document.title = `${given.name} – session explorer`;
createApp({ render: () => h(SessionExplorer, { given }) }).mount("#app");
