import type { PredictionGap } from '../../shared/predictions.ts'

/** Why some rows have no prediction, in words. `titleOf` is what a kind of step is called. */
export function predictionGapText({ kind, column, step }: PredictionGap, titleOf: (step: string) => string): string {
  const at = step === null ? 'a step' : `step ${step.number} (${titleOf(step.kind)})`
  if (column === null) return `too much of the row is missing, and ${at} leaves such rows out`
  switch (kind) {
    case 'leftOut':
      return `“${column}” is missing, and ${at} leaves such rows out`
    case 'notFilled':
      return `“${column}” is missing, and no step fills it`
    case 'madeByStep':
      return `“${column}” has no value after ${at}`
  }
}
