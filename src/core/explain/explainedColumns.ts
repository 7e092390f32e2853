import type { FittedRecipe } from '../../shared/recipes.ts'
import { inputSteps, windowNames } from '../recipe/windows/steps.ts'

/** A column as a person thinks of it, with the model's raw inputs that are read from it. */
export interface ExplainedColumn {
  name: string
  /** Itself, and what windows look back at of it. */
  inputs: string[]
}

/** The raw columns of a model in its order: a column and the windows over it are one. */
export function explainedColumns(fitted: FittedRecipe): ExplainedColumn[] {
  const lookedAt = new Map<string, string>()
  for (const step of inputSteps(fitted.recipe)) {
    if (step.kind !== 'window') continue
    for (const name of windowNames(step)) lookedAt.set(name, step.column)
  }
  const columns = new Map<string, string[]>()
  for (const { name } of fitted.rawInputs) {
    const column = lookedAt.get(name) ?? name
    columns.set(column, [...(columns.get(column) ?? []), name])
  }
  return Array.from(columns, ([name, inputs]) => ({ name, inputs }))
}

/** Columns of several kinds as one, under their names: for groups that move together. */
export function joinedColumns(columns: readonly ExplainedColumn[]): ExplainedColumn {
  return {
    name: columns.map(({ name }) => name).join(' + '),
    inputs: columns.flatMap(({ inputs }) => inputs),
  }
}
