import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme-without-fonts";
import PageFigure from "../../figure/PageFigure.vue";
import LiveCell from "../../notebook/LiveCell.vue";
import { applyPagePolicy } from "./page-policy.ts";
import "./style.css";

const theme: Theme = {
  extends: DefaultTheme,
  enhanceApp: ({ app, router }) => {
    app.component("LiveCell", LiveCell);
    app.component("PageFigure", PageFigure);
    applyPagePolicy(router);
  },
};

export default theme;
