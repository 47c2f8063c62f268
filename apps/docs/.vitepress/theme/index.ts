import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme";
import { applyPagePolicy } from "./page-policy.ts";
import "./style.css";

const theme: Theme = {
  extends: DefaultTheme,
  enhanceApp: ({ router }) => applyPagePolicy(router),
};

export default theme;
