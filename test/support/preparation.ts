import { createEvaluation } from '../../src/core/expression/evaluate.ts'
import { tableSource } from '../../src/core/expression/source.ts'
import { expressRecipe } from '../../src/core/recipe/expressed.ts'
import { fitRecipe } from '../../src/core/recipe/fit.ts'
import { numberOf } from '../../src/core/recipe/prepared.ts'
import type { Table, TableColumn } from '../../src/core/table.ts'
import { type FittedRecipe, type Step, stepSchema, type StepState } from '../../src/shared/recipes.ts'
import { madeUpCalendar } from './steps.ts'
import { allRows, numbers, recipeFor, tableOf } from './tables.ts'

/** A step with the defaults of its kind. */
export function stepOf(kind: Step['kind'], settings: Record<string, unknown> = {}): Step {
  return stepSchema.parse({ kind, id: kind, columns: 'all', ...settings })
}

/** Fits the steps on the columns, with all rows in training; the target is 0, 1, 2, … where none is given. */
export function fitSteps(
  columns: TableColumn[],
  steps: readonly Step[],
  target?: TableColumn,
): { table: Table; fitted: FittedRecipe } {
  const { rows } = tableOf(...columns)
  const counted = numbers(
    'target',
    Array.from({ length: rows }, (_, row) => row),
  )
  const table = tableOf({ ...(target ?? counted), name: 'target' }, ...columns)
  const task = target === undefined || 'values' in target ? 'regression' : 'classification'
  const split = { validation: 0, test: 0, stratify: false, seed: 0 }
  const recipe = recipeFor('target', { steps: [...steps], split, task })
  const { fitted } = fitRecipe(table, recipe, { calendar: madeUpCalendar })
  return { table, fitted }
}

/** The only step's state. */
export function stateOf<Kind extends StepState['kind']>(
  { steps }: FittedRecipe,
  kind: Kind,
): Extract<StepState, { kind: Kind }> {
  const state = steps.find((one): one is Extract<StepState, { kind: Kind }> => one.kind === kind)
  if (state === undefined) throw new Error(`No step became ${kind}.`)
  return state
}

/** What the fitted steps make of every row, in float64, by the names of the columns. */
export function preparedNumbers(
  table: Table,
  fitted: FittedRecipe,
  options: { forTraining?: boolean } = {},
): Record<string, number[]> {
  const evaluation = createEvaluation(tableSource(table), allRows(table), options)
  const found: Record<string, number[]> = {}
  const columns = expressRecipe(fitted).map((column) => {
    const value = column.kind === 'index' ? column.index : numberOf(column)
    if (value === null) throw new Error(`“${column.name}” did not become numbers.`)
    const values = (found[column.name] = new Array<number>())
    return { node: evaluation.number(value), values }
  })
  evaluation.run((_, count) => {
    for (const { node, values } of columns) values.push(...node.read().subarray(0, count))
  })
  return found
}

/** The only category that the steps make, of every row; null is missing. */
export function preparedTexts(table: Table, fitted: FittedRecipe): (string | null)[] {
  const column = expressRecipe(fitted).find(({ kind }) => kind === 'category')
  if (column?.kind !== 'category') throw new Error('No column stayed a category.')
  const evaluation = createEvaluation(tableSource(table), allRows(table))
  const node = evaluation.text(column.value)
  const texts: (string | null)[] = []
  evaluation.run((_, count) => {
    const { codes, levels } = node.read()
    texts.push(...Array.from(codes.subarray(0, count), (code) => levels[code] ?? null))
  })
  return texts
}
