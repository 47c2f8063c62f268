export { default as FigureCard } from "./FigureCard.vue";
export type { ExplorerFigure } from "./figures.ts";
export { default as SessionExplorer } from "./SessionExplorer.vue";
