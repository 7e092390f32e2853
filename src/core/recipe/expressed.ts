import type { FittedRecipe } from '../../shared/recipes.ts'
import { createNames } from './names.ts'
import { rawPrecision } from './precision.ts'
import { rawPrepared, type PreparedColumn } from './prepared.ts'
import { expresserOf } from './steps/registry.ts'
import { throughSteps, type PassedStep } from './throughSteps.ts'

/** Columns of the table that the steps of a fitted recipe work on, as they are before the first step. */
export function fittedFeatures(fitted: FittedRecipe): PreparedColumn[] {
  return (fitted.features ?? fitted.rawInputs).map(({ name, kind }) =>
    rawPrepared(name, kind, rawPrecision(fitted, name, kind)),
  )
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
