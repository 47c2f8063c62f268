/**
 * Figures of recordings as SVG: each function takes tables or arrays and gives a `Figure` with a title, axes with units,
 * a description for screen readers and the numbers behind it. In Node import from `@ecephys/charts/node`.
 *
 * @module @ecephys/charts
 */

export { type CorrelogramData, type CorrelogramOptions, correlogram } from "./charts/correlogram.ts";
export { type CsdFigureOptions, csd } from "./charts/csd.ts";
export { csdOfStretch } from "./charts/csd-of-stretch.ts";
export { eye } from "./charts/eye.ts";
export { movieFrame, scene } from "./charts/image.ts";
export { type LfpFigureOptions, lfp } from "./charts/lfp.ts";
export { type OverTimeData, type OverTimeOptions, overTime } from "./charts/over-time.ts";
export { type PsthFigureOptions, psth } from "./charts/psth.ts";
export { type PsthHeatmapOptions, psthHeatmap } from "./charts/psth-heatmap.ts";
export { type QualityMetricsOptions, qualityMetrics } from "./charts/quality-metrics.ts";
export { type RasterFigureOptions, raster } from "./charts/raster.ts";
export { receptiveField } from "./charts/receptive-field.ts";
export { running } from "./charts/running.ts";
export { stimulusTimeline } from "./charts/stimulus-timeline.ts";
export { type StructuresOptions, structures } from "./charts/structures.ts";
export { type TuningCurveOptions, type TuningPoints, tuningCurve } from "./charts/tuning-curve.ts";
export { unitsByDepth } from "./charts/units-by-depth.ts";
export { type WaveformOptions, waveforms } from "./charts/waveforms.ts";
export { Figure, type FigureOptions, type SvgOptions, type TextOptions } from "./figure/figure.ts";
export type { Theme } from "./figure/theme.ts";
export { type SessionReportOptions, sessionReport } from "./report/session-report.ts";
export type { ChartLfp, ChartSession } from "./session/chart-session.ts";
export {
  SESSION_FIGURES,
  type SessionFigureName,
  type SessionFigureOptions,
  sessionFigure,
} from "./session/session-figure.ts";
