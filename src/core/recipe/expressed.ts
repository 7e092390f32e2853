import type { FittedRecipe, StepState } from '../../shared/recipes.ts'
import { wordOf } from '../formula/values.ts'
import { createNames } from './names.ts'
import { rawPrecisions, type RawPrecision } from './precision.ts'
import { rawPrepared, type PreparedColumn } from './prepared.ts'
import { expresserOf } from './steps/registry.ts'
import { viewTable, type ViewColumn } from './table/view.ts'
import { throughSteps, type PassedStep } from './throughSteps.ts'

/** The features as the steps of the table stage make them of the raw inputs. */
function featuresInView(fitted: FittedRecipe): ViewColumn[] {
  // A step that no feature needs may name columns that are no inputs of the model.
  const { columns } = viewTable(fitted.rawInputs, fitted.recipe, () => {})
  return (fitted.features ?? fitted.rawInputs).map(({ name }) => {
    const column = columns.get(name)
    if (column === undefined) throw new Error(`The fitted recipe does not say what “${name}” is.`)
    return column
  })
}

/** How finely each raw numeric column is read. */
export function inputPrecisions(fitted: FittedRecipe): (raw: string) => RawPrecision {
  return rawPrecisions(fitted, featuresInView(fitted))
}

/** Columns of the table that the steps of a fitted recipe work on, as they are before the first one that learned. */
export function fittedFeatures(fitted: FittedRecipe): PreparedColumn[] {
  const features = featuresInView(fitted)
  const precisionOf = rawPrecisions(fitted, features)
  return features.map((column) => preparedOf(column, precisionOf))
}

function preparedOf(column: ViewColumn, precisionOf: (raw: string) => RawPrecision): PreparedColumn {
  const { name, kind, value, from } = column
  const [raw] = from
  if (column.isRaw && raw !== undefined) return { ...rawPrepared(raw, kind, precisionOf(raw)), name, from: name }
  switch (value.type) {
    case 'number':
    case 'date':
      return { kind: value.type, name, from: name, value: value.x }
    case 'text':
      return { kind: 'category', name, from: name, value: value.text }
    case 'boolean':
      return { kind: 'category', name, from: name, value: wordOf(value) }
  }
}

/** What becomes of the features: the columns behind the network's inputs, in their order. */
export function expressRecipe(fitted: FittedRecipe): PreparedColumn[] {
  const features = fittedFeatures(fitted)
  return throughSteps(
    features.map((feature) => () => feature),
    expressingSteps(fitted),
  )
}

/** The fitted steps as they change columns on the way. Use it once: names of made columns are given once. */
export function expressingSteps(fitted: FittedRecipe): PassedStep<PreparedColumn>[] {
  const nameOf = createNames(fittedFeatures(fitted).map(({ name }) => name))
  return fitted.steps.map(expresserOf).map((expresser): PassedStep<PreparedColumn> => {
    if (expresser.scope === 'table') {
      return { scope: 'table', apply: (columns) => expresser.express(columns, nameOf) }
    }
    return { scope: 'column', apply: (column) => expresser.of(column.name)?.(column, nameOf) ?? [column] }
  })
}

/** Whether training rows take other numbers than any other row, fitted without them. */
export function isCrossFitted({ steps }: Pick<FittedRecipe, 'steps'>): boolean {
  return steps.some(
    (state) =>
      state.kind === 'lookup' && state.columns.some(({ outputs }) => outputs.some(({ folds }) => folds.length > 0)),
  )
}

/** What a model needs of a recipe once its training rows are prepared: every row takes the numbers of all of them. */
export function withoutFolds(fitted: FittedRecipe): FittedRecipe {
  const steps = fitted.steps.map((state): StepState => {
    if (state.kind !== 'lookup') return state
    const columns = state.columns.map((column) => ({
      ...column,
      outputs: column.outputs.map((output) => ({ ...output, folds: [] })),
    }))
    return { ...state, columns }
  })
  return { ...fitted, steps }
}
