import { evaluateNumber } from '../../../src/core/expression/evaluate.ts'
import { tableSource } from '../../../src/core/expression/source.ts'
import { expressRecipe } from '../../../src/core/recipe/expressed.ts'
import { fitRecipe } from '../../../src/core/recipe/fit.ts'
import { numberOf } from '../../../src/core/recipe/prepared.ts'
import type { Table } from '../../../src/core/table.ts'
import { fittedRecipeSchema, stepSchema, type FittedRecipe, type Step } from '../../../src/shared/recipes.ts'
import { numbers, recipeFor, tableOf } from '../../support/tables.ts'

/** A step for all numbers with the defaults of its schema. */
export function numberStep(settings: { kind: Step['kind'] } & Record<string, unknown>): Step {
  return stepSchema.parse({ id: settings.kind, columns: 'numbers', ...settings })
}

/** Fits steps with every row in training; gaps that they leave are filled at the end. As it is read back from JSON. */
export function fitOn(columns: Table['columns'], ...steps: Step[]): FittedRecipe {
  const { rows } = tableOf(...columns)
  const target = numbers(
    'target',
    Array.from({ length: rows }, (_, row) => row % 7),
  )
  const end = numberStep({ kind: 'impute', id: 'end', method: 'constant', constant: 0 })
  const split = { validation: 0, test: 0, stratify: false, seed: 0 }
  const recipe = recipeFor('target', { task: 'regression', steps: [...steps, end], split })
  const { fitted } = fitRecipe(tableOf(target, ...columns), recipe)
  return fittedRecipeSchema.parse(JSON.parse(JSON.stringify(fitted)))
}

/** What becomes of a table's columns before the gaps are filled, in float64. */
export function madeOf(fitted: FittedRecipe, table: Table): { name: string; values: Float64Array }[] {
  return expressRecipe({ ...fitted, steps: fitted.steps.slice(0, -1) }).map((column) => {
    const value = numberOf(column)
    if (value === null) throw new Error(`${column.name} is no number.`)
    return { name: column.name, values: evaluateNumber(tableSource(table), table.rows, value) }
  })
}

/** What a step that was fitted on one column makes of it, or of other rows. */
export function madeByOne(step: Step, training: readonly (number | null)[], others = training): Float64Array {
  const [made] = madeOf(fitOn([numbers('x', training)], step), tableOf(numbers('x', others)))
  if (made === undefined) throw new Error('The column is gone.')
  return made.values
}
