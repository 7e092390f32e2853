import type { Step, StepKind } from './steps.ts'

/**
 * When a step runs. `table` steps derive columns and choose rows before the split and learn nothing; `training` steps
 * choose among the training rows; `features` steps learn from the training rows and work on any row.
 */
export const stages = ['table', 'training', 'features'] as const
export type Stage = (typeof stages)[number]

export const stageOfStep: Record<StepKind, Stage> = {
  window: 'table',
  fillFromNeighbours: 'table',
  formula: 'table',
  rename: 'table',
  filterRows: 'table',
  dropDuplicates: 'table',
  sampleRows: 'table',
  sortRows: 'table',
  excludeRows: 'table',
  dropMissingRows: 'features',
  impute: 'features',
  dateToNumber: 'features',
  oneHot: 'features',
  standardize: 'features',
  minMax: 'features',
  missingIndicator: 'features',
  dropSparseColumns: 'features',
  imputeNearest: 'features',
  imputeIterative: 'features',
  rareLevels: 'features',
  mergeLevels: 'features',
  ordinal: 'features',
  targetEncode: 'features',
  frequency: 'features',
  hash: 'features',
  embed: 'features',
  treatAs: 'features',
  dateParts: 'features',
  textLength: 'features',
  textWords: 'features',
  robust: 'features',
  maxAbs: 'features',
  log1p: 'features',
  yeoJohnson: 'features',
  quantile: 'features',
  bin: 'features',
  polynomial: 'features',
  outliers: 'features',
  resampleClasses: 'training',
  dropOutlierRows: 'training',
}

/** In the order in which they run: stage by stage, within a stage as they are listed. */
export function inRunningOrder(steps: readonly Step[]): Step[] {
  return stages.flatMap((stage) => steps.filter(({ kind }) => stageOfStep[kind] === stage))
}
