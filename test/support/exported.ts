import fc from 'fast-check'
import { expect } from 'vitest'
import { decodePredictions } from '../../src/core/network/predictions.ts'
import { outputUnits } from '../../src/core/network/spec.ts'
import { fitRecipe } from '../../src/core/recipe/fit.ts'
import { transformInputs } from '../../src/core/recipe/transform.ts'
import type { Table } from '../../src/core/table.ts'
import type { FittedRecipe } from '../../src/shared/recipes.ts'
import { activateOutputs, forward } from './forward.ts'
import { smallModel, type SmallModel } from './models.ts'
import { featureSteps, formulasOf, madeUpCalendar } from './steps.ts'
import { allRows, featuresArbitrary, recipeFor, tableOf, targetArbitrary } from './tables.ts'

const rows = 24

/** A model behind any recipe, with the rows it was fitted on and others. */
export interface AnyModel {
  model: SmallModel
  tables: Table[]
}

/** Null for a recipe that cannot be fitted, or whose inputs the forward pass of the tests does not know. */
export function anyModel(): fc.Arbitrary<AnyModel | null> {
  return fc
    .tuple(featuresArbitrary(rows), targetArbitrary(rows), featureSteps(), fc.nat({ max: 99 }), fc.boolean())
    .map(([{ features, others }, target, learned, seed, derive]) => {
      const steps = derive ? [...formulasOf(features), ...learned] : learned
      const table = tableOf(target, ...features)
      const recipe = recipeFor('target', { steps, split: { validation: 0.2, test: 0.2, stratify: true, seed } })
      const fitted = fittedOrNull(table, recipe)
      if (fitted === null || fitted.inputs.some(({ levels }) => levels !== undefined)) return null
      return { model: smallModel(fitted, 'tanh', seed), tables: [table, tableOf(target, ...others)] }
    })
}

function fittedOrNull(table: Table, recipe: ReturnType<typeof recipeFor>): FittedRecipe | null {
  try {
    return fitRecipe(table, recipe, { calendar: madeUpCalendar }).fitted
  } catch {
    return null
  }
}

/** What an exported program says of a row: of classes their probabilities in `details`. */
export interface FoundRow {
  prediction: string | number | null
  details: readonly (number | null)[]
}

/**
 * Compares every row. Where inputs lie far beyond the training range float32 has fewer digits left: gaps are divided by
 * the largest input over 1.
 */
export function expectSamePredictions({ fitted, spec, weights }: SmallModel, table: Table, found: FoundRow[]): void {
  const { target } = fitted
  const { inputs, kept } = transformInputs(table, fitted, allRows(table))
  const sums = forward(inputs, fitted.inputs.length, spec.layers, weights)
  const own = decodePredictions(fitted, activateOutputs(sums, outputUnits(spec), target.task))
  const largest = inputs.reduce((most, x) => Math.max(most, Math.abs(x)), 1)
  const position = new Map(Array.from(kept, (row, index) => [row, index]))
  expect(found).toHaveLength(table.rows)
  for (const [row, { prediction, details }] of found.entries()) {
    const at = position.get(row)
    if (at === undefined) expect(prediction).toBeNull()
    else if (own.task === 'regression' && target.task === 'regression') {
      expect(Math.abs(Number(prediction) - own.values[at]!) / target.std / largest).toBeLessThan(1e-5)
    } else if (own.task === 'classification' && target.task === 'classification') {
      const numbers = details.map((value) => value ?? NaN)
      for (const [k, p] of numbers.entries()) {
        expect(Math.abs(p - own.probabilities[at * target.classes.length + k]!) / largest).toBeLessThan(1e-5)
      }
      expect(prediction).toBe(target.classes[numbers.indexOf(Math.max(...numbers))])
    }
  }
}
