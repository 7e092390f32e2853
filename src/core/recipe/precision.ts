import type { ColumnKind } from '../../shared/datasets.ts'
import type { FittedRecipe } from '../../shared/recipes.ts'

/**
 * Above this ratio of offset to spread the rounding of a raw number to float32 (relative error 2^-24) would move
 * the scaled value by more than a thousandth.
 */
const largestRatio = 1e-3 * 2 ** 24

export type RawPrecision = 'float32' | 'float64'

/**
 * How finely a raw numeric column is read. Numbers are rounded to float32 before anything else, so that an exported
 * model whose inputs are float32 sees exactly what the studio sees; only numbers far from zero for their spread, and
 * dates, keep all digits.
 */
export function rawPrecision(fitted: FittedRecipe, column: string, kind: ColumnKind): RawPrecision {
  if (kind === 'date') return 'float64'
  for (const state of fitted.steps) {
    if (state.kind !== 'scale') continue
    const scale = state.columns.find(({ name }) => name === column)
    if (scale !== undefined) return Math.abs(scale.offset * scale.factor) > largestRatio ? 'float64' : 'float32'
  }
  return 'float32'
}
