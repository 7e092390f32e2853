import { lookAt, planPreview, type PreviewOptions } from '../../src/core/recipe/preview.ts'
import type { Table } from '../../src/core/table.ts'
import type { Look, Recipe, RecipePreview } from '../../src/shared/recipes.ts'

/** A recipe's preview with the columns that are looked at. */
export function previewRecipe(
  table: Table,
  recipe: Recipe,
  options: PreviewOptions & { looks?: readonly Look[] } = {},
): RecipePreview {
  return lookAt(planPreview(table, recipe, options), options.looks ?? [])
}
