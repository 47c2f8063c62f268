import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme-without-fonts";
import BarFigure from "../../figure/BarFigure.vue";
import FlowFigure from "../../figure/FlowFigure.vue";
import PageFigure from "../../figure/PageFigure.vue";
import LiveCell from "../../notebook/LiveCell.vue";
import { loadPages } from "./page-loads.ts";
import "./style.css";

const theme: Theme = {
  extends: DefaultTheme,
  enhanceApp: ({ app, router }) => {
    app.component("LiveCell", LiveCell);
    app.component("PageFigure", PageFigure);
    app.component("BarFigure", BarFigure);
    app.component("FlowFigure", FlowFigure);
    loadPages(router);
  },
};

export default theme;
