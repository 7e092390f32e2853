import { describe, expect, it } from 'vitest'
import { fitRecipe } from '../../../src/core/recipe/fit.ts'
import { predictionGaps } from '../../../src/core/recipe/predictionGaps.ts'
import { predictionGapText } from '../../../src/core/recipe/predictionGapText.ts'
import { transformInputs } from '../../../src/core/recipe/transform.ts'
import type { Step } from '../../../src/shared/recipes.ts'
import { allRows, numbers, recipeFor, tableOf } from '../../support/tables.ts'

const training = tableOf(
  numbers('y', [1, 2, 3, 4, 5, 6, 7, 8]),
  numbers('fare', [0, 1, 2, 3, 4, 5, 6, 7]),
  numbers('age', [1, 3, 2, 4, 6, 5, 8, 7]),
)
const split = { validation: 0, test: 0, stratify: false, seed: 0 }

function gapsOf(steps: Step[], fare: (number | null)[], age: (number | null)[]) {
  const { fitted } = fitRecipe(training, recipeFor('y', { steps, split }))
  const table = tableOf(
    numbers(
      'fare',
      fare.map((value) => value ?? NaN),
    ),
    numbers(
      'age',
      age.map((value) => value ?? NaN),
    ),
  )
  const { kept } = transformInputs(table, fitted, allRows(table))
  const left = allRows(table).filter((row) => !kept.includes(row))
  return predictionGaps(table, fitted, left)
}

describe('why a row has no prediction', () => {
  it('names the step that made the gap, not one that leaves rows out', () => {
    const steps: Step[] = [
      { kind: 'impute', id: 'fill', enabled: true, columns: 'numbers', method: 'median' },
      { kind: 'standardize', id: 'off', enabled: false, columns: 'numbers' },
      { kind: 'log1p', id: 'log', enabled: true, columns: ['fare'], signed: false },
    ]
    expect(gapsOf(steps, [-5, 3, -2, null], [1, 2, null, 4])).toEqual([
      { kind: 'madeByStep', column: 'fare', step: { number: 3, kind: 'log1p' }, rows: 2 },
    ])
  })

  it('names a formula that gives no value', () => {
    const steps: Step[] = [{ kind: 'formula', id: 'f', enabled: true, name: 'ratio', formula: 'ln(fare + 1)' }]
    expect(gapsOf(steps, [-5, 3], [1, 2])).toEqual([
      { kind: 'madeByStep', column: 'ratio', step: { number: 1, kind: 'formula' }, rows: 1 },
    ])
  })

  it('tells a value that no step fills from one for which rows are left out', () => {
    expect(gapsOf([], [1, null], [2, 3])).toEqual([{ kind: 'notFilled', column: 'fare', step: null, rows: 1 }])
    const drop: Step = { kind: 'dropMissingRows', id: 'drop', enabled: true, columns: ['age'], maxShare: 0 }
    expect(gapsOf([drop], [1, null, null], [null, null, 3])).toEqual([
      { kind: 'leftOut', column: 'age', step: { number: 1, kind: 'dropMissingRows' }, rows: 2 },
      { kind: 'notFilled', column: 'fare', step: null, rows: 1 },
    ])
    expect(gapsOf([{ ...drop, columns: 'all', maxShare: 0.5 }], [null], [null])).toEqual([
      { kind: 'leftOut', column: null, step: { number: 1, kind: 'dropMissingRows' }, rows: 1 },
    ])
  })

  it('is said in words', () => {
    const gap = { kind: 'madeByStep', column: 'fare', step: { number: 3, kind: 'log1p' }, rows: 2 } as const
    expect(predictionGapText(gap, () => 'Logarithm')).toBe('“fare” has no value after step 3 (Logarithm)')
  })
})
