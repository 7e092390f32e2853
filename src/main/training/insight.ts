import type { WorkedStep } from '../../core/inspection/workedStep.ts'
import type { TrainingData } from './native.ts'

/** Rows with their targets; shapes as in TrainingData. */
export interface LabelledRows {
  inputs: Float32Array
  targets: Float32Array
  /** One a row, not negative; absent for equal weights. */
  weights?: Float32Array
}

/** A run between two steps: a checkpoint, or a description with weights, before the first step. */
export type NetworkState = { checkpoint: Uint8Array } | { spec: string; weights: Float32Array }

/** Of one target of a regression, in the unit of the targets given; null where not defined. */
export interface TargetMetrics {
  mse: number | null
  rmse: number | null
  mae: number | null
  r2: number | null
  /** Mean of prediction minus target. */
  meanBias: number | null
  maxError: number | null
}

/** Measured over whole rows by the engine; definitions and names as in scikit-learn, null where one is not defined. */
export interface SplitMetrics {
  rows: number
  /** The run's own loss, without penalties. */
  loss: number | null
  /** Null for a classification. */
  regression: {
    /** The means over the targets, of `maxError` the largest. */
    overall: TargetMetrics
    /** Mean over the quantiles. */
    pinball: number | null
    /** Share of the targets within the Gaussian's central 95 %, or from the lowest to the highest quantile. */
    coverage: number | null
    targets: TargetMetrics[]
    /** `below` is the share of the targets that are not above the predicted quantile. */
    quantiles: { quantile: number; pinball: number | null; below: number | null }[]
    intervals: { level: number; coverage: number | null }[]
  } | null
  /** Null for a regression. */
  classification: {
    accuracy: number | null
    balancedAccuracy: number | null
    macroF1: number | null
    mcc: number | null
    /** Null, as `brier`, where the loss gives no probabilities. */
    logLoss: number | null
    brier: number | null
    rocAuc: number | null
    classes: { support: number; precision: number | null; recall: number | null; f1: number | null }[]
    /** confusion[actual][predicted]: rows, or their weights. */
    confusion: number[][]
  } | null
}

/** Of many values; those that are not finite are only counted, and NaN stands where none is finite. */
export interface ValueSummary {
  count: number
  nonFinite: number
  mean: number
  deviation: number
  smallest: number
  largest: number
  norm: number
  /** Share of the values that are exactly 0. */
  zeros: number
  /** Counts in equal bins from the smallest to the largest value. */
  histogram: number[]
}

/** How values are distributed after one step on a batch; places as in WorkedStep. */
export interface StepStatistics {
  step: number
  rows: number
  parameters: {
    layer: number[]
    name: string
    /** After the step. */
    values: ValueSummary
    /** As the optimizer saw them; null for running statistics. */
    gradients: ValueSummary | null
    updateNorm: number
    /** Divided by the norm before the step; not finite where that was 0. */
    updateRatio: number
  }[]
  /** An activation is one with the dense layer that it belongs to. */
  ops: {
    layer: number[]
    kind: string
    activation: string | null
    outputs: ValueSummary
    /** By the outputs, of a dense layer by its sums; null where no parameter is at or below. */
    derivatives: ValueSummary | null
    /** Columns of a member that are 0 in every row. */
    deadUnits: number
  }[]
}

/** What the addon offers for looking into a network. Runs are untouched by it. */
export interface Insight {
  evaluateMetrics(spec: string, weights: Float32Array, rows: LabelledRows): SplitMetrics
  /** Which of the training rows a run takes next, in the batch's order, and the weight scale of its steps. */
  nextBatch(state: NetworkState, data: TrainingData): { rows: Uint32Array; weightScale: number }
  /**
   * Works the next step of a run through as if these rows were its batch.
   *
   * @param weightScale what the weights of rows and classes are multiplied with; 1 by default
   */
  inspectStep(state: NetworkState, rows: LabelledRows, weightScale?: number): WorkedStep
  /** The derivative of the mean loss by one parameter of the flat layout, as a central difference in float64. */
  numericalGradient(
    state: NetworkState,
    rows: LabelledRows,
    index: number,
    weightScale?: number,
  ): { distance: number; below: number; above: number; gradient: number }
  /** After the next step of a run, as if these rows were its batch. */
  networkStatistics(state: NetworkState, rows: LabelledRows, weightScale?: number): StepStatistics
}
