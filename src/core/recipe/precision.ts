import type { FittedRecipe, StepState } from '../../shared/recipes.ts'
import type { ViewColumn } from './table/view.ts'

/**
 * Above this ratio of offset to spread the rounding of a raw number to float32 (relative error 2^-24) would move
 * the scaled value by more than a thousandth.
 */
const largestRatio = 1e-3 * 2 ** 24

export type RawPrecision = 'float32' | 'float64'

/**
 * How finely each raw numeric column is read. Numbers are rounded to float32 before anything else, so that an exported
 * model whose inputs are float32 sees exactly what the studio sees; only numbers far from zero for their spread, those
 * that a step compares with fitted numbers, dates, and what formulas read (a comparison with 0.1 must hold for 0.1) keep
 * all digits.
 */
export function rawPrecisions(fitted: FittedRecipe, features: readonly ViewColumn[]): (raw: string) => RawPrecision {
  const fine = new Set<string>()
  for (const { name, kind, from, isRaw } of features) {
    if (!isRaw || kind === 'date' || fitted.steps.some((state) => needsDigits(state, name)))
      for (const raw of from) fine.add(raw)
  }
  return (raw) => (fine.has(raw) ? 'float64' : 'float32')
}

/** Whether a step tells values apart that are the same in float32, or jumps at a value that is no float32. */
function needsDigits(state: StepState, column: string): boolean {
  switch (state.kind) {
    case 'scale':
    case 'yeoJohnson': {
      const scale = state.columns.find(({ name }) => name === column)
      return scale !== undefined && Math.abs(scale.offset * scale.factor) > largestRatio
    }
    case 'imputeNearest':
    case 'imputeIterative': {
      const scale = state.columns.find(({ name }) => name === column)
      return scale !== undefined && scale.spread > 0 && Math.abs(scale.offset) > largestRatio * scale.spread
    }
    case 'treatAsCategory':
    case 'quantile':
    case 'bin':
    case 'outliers':
      return state.columns.some(({ name }) => name === column)
    default:
      return false
  }
}
