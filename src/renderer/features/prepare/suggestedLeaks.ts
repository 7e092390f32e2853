import { suggestRecipe } from '../../../core/recipe/suggest.ts'
import type { Dataset, Finding } from '../../../shared/datasets.ts'
import type { SuggestedRecipe } from '../../../shared/recipes.ts'

/** The suggestion without the columns that give the target away: that shows only once their values are compared. */
export function withLeaks(
  suggested: SuggestedRecipe,
  table: Pick<Dataset, 'columns' | 'rows' | 'findings'>,
  found: readonly Finding[],
): SuggestedRecipe {
  const leaks = found.filter(({ kind }) => kind === 'targetLeak' || kind === 'targetSum')
  if (leaks.length === 0) return suggested
  return suggestRecipe(table.columns, table.rows, suggested.recipe.target, [...leaks, ...table.findings])
}
