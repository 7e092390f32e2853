import { recipeSchema, type Recipe } from '../../../shared/recipes.ts'
import type { Connection } from '../connection.ts'
import { parseStored } from '../json.ts'
import { requireDataset } from './exists.ts'

export function readRecipe(connection: Connection, input: { dataset: string }): Recipe | null {
  requireDataset(connection, input.dataset)
  const row = connection.database
    .prepare<[string], { recipe: string }>('SELECT recipe FROM recipes WHERE dataset = ?')
    .get(input.dataset)
  return row === undefined ? null : parseStored(recipeSchema, row.recipe, 'a recipe', connection.fileName)
}

export function saveRecipe(connection: Connection, input: { dataset: string; recipe: Recipe }): void {
  requireDataset(connection, input.dataset)
  connection.database
    .prepare(
      `INSERT INTO recipes (dataset, recipe) VALUES (?, ?)
       ON CONFLICT (dataset) DO UPDATE SET recipe = excluded.recipe`,
    )
    .run(input.dataset, JSON.stringify(input.recipe))
}
