import { neededColumns } from '../../../../core/recipe/neededColumns.ts'
import { unfitTestColumn } from '../../../../core/recipe/split/testTable.ts'
import type { ColumnSummary } from '../../../../shared/datasets.ts'
import { DescentError } from '../../../../shared/errors.ts'
import type { Recipe } from '../../../../shared/recipes.ts'

type ReadColumn = Pick<ColumnSummary, 'name' | 'kind'>

/** Why the rows of another table cannot be the test of a recipe, in a few words; null where they can, or it is not known. */
export function whyUnfit(recipe: Recipe, own: readonly ReadColumn[], test: readonly ReadColumn[]): string | null {
  const needed = needs(recipe, own)
  const unfit = needed === null ? null : unfitTestColumn(own, test, needed)
  if (unfit === null) return null
  return unfit.other === null
    ? `has no column “${unfit.name}”`
    : `reads “${unfit.name}” as ${unfit.other}, not ${unfit.kind}`
}

/** null where a step cannot run, which is said at the step. */
function needs(recipe: Recipe, columns: readonly ReadColumn[]): Set<string> | null {
  try {
    return neededColumns(columns, recipe)
  } catch (error) {
    if (error instanceof DescentError) return null
    throw error
  }
}
