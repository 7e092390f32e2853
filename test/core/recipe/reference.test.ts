import { describe, expect, it } from 'vitest'
import { fitRecipe } from '../../../src/core/recipe/fit.ts'
import { transformInputs } from '../../../src/core/recipe/transform.ts'
import type { FittedRecipe, Step } from '../../../src/shared/recipes.ts'
import type { TableColumn } from '../../../src/core/table.ts'
import { allRows, coded, numbers, recipeFor, tableOf } from '../../support/tables.ts'
import reference from './reference.json' with { type: 'json' }

/** Fits the steps on one column, with every row in training. */
function fitOn(column: TableColumn, rows: number, steps: Step[]): { fitted: FittedRecipe; inputs: Float32Array } {
  const target = numbers(
    'target',
    Array.from({ length: rows }, (_, row) => row % 7),
  )
  const table = tableOf(target, column)
  const split = { validation: 0, test: 0, stratify: false, seed: 0 }
  const { fitted } = fitRecipe(table, recipeFor('target', { steps, split }))
  return { fitted, inputs: transformInputs(table, fitted, allRows(table)).inputs }
}

const impute = (method: 'mean' | 'median' | 'mode'): Step => ({
  kind: 'impute',
  id: 'fill',
  enabled: true,
  columns: 'all',
  method,
})

function expectClose(found: number, wanted: number, tolerance: number): void {
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(tolerance * Math.max(1e-300, Math.abs(wanted)))
}

describe('fitted numbers agree with scikit-learn', () => {
  it.each(reference.numbers.map((one, index) => ({ ...one, index })))('numbers $index', (one) => {
    const column = numbers('x', one.values)
    for (const method of ['mean', 'median', 'mode'] as const) {
      const { fitted } = fitOn(column, one.values.length, [impute(method)])
      const [state] = fitted.steps
      if (state?.kind !== 'impute') throw new Error('expected an imputation')
      expectClose(Number(state.columns[0]?.value), one[method], 1e-12)
    }

    for (const [kind, wanted] of [
      ['standardize', one.standardized],
      ['minMax', one.scaled],
    ] as const) {
      const { fitted } = fitOn(column, one.values.length, [
        impute('median'),
        { kind, id: 'scale', enabled: true, columns: 'all' },
      ])
      const state = fitted.steps[1]
      if (state?.kind !== 'scale') throw new Error('expected a scale')
      const { offset, factor } = state.columns[0]!
      for (const [row, value] of one.values.entries()) {
        const found = ((value ?? one.median) - offset) * factor
        expect(Math.abs(found - wanted[row]!)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(wanted[row]!)))
      }
    }
  })

  it.each(reference.categories.map((one, index) => ({ ...one, index })))('categories $index', (one) => {
    const { fitted, inputs } = fitOn(coded('x', one.values), one.values.length, [
      impute('mode'),
      { kind: 'oneHot', id: 'encode', enabled: true, columns: 'all', maxLevels: 50 },
    ])
    expect(fitted.steps).toEqual([
      { kind: 'impute', columns: [{ name: 'x', value: one.mode }] },
      { kind: 'oneHot', columns: [{ name: 'x', levels: one.levels }] },
    ])
    expect(Array.from(inputs)).toEqual(one.encoded.flat())
  })
})
