import type { Kernel } from "../workers/protocol.ts";
import { type FieldShape, type FieldShapesShared, fieldShapes } from "./field-shapes.ts";
import type { Metric } from "./metrics/columns.ts";
import { type MetricsShared, unitMetrics } from "./unit-metrics.ts";

/** What workers can compute: all that they are sent and answer is numbers, text, and arrays of them. */
export interface Kernels {
  readonly metrics: Kernel<MetricsShared, readonly Metric[]>;
  readonly fieldShapes: Kernel<FieldShapesShared, FieldShape>;
}

export const KERNELS: Kernels = { metrics: unitMetrics, fieldShapes };

/** A kernel by its name, what all units share, and what it answers for one. */
export type KernelName = keyof Kernels;
export type SharedOf<Name extends KernelName> = Parameters<Kernels[Name]>[0];
export type AnswerOf<Name extends KernelName> = ReturnType<ReturnType<Kernels[Name]>>[number];
