import { describe, expect, it } from 'vitest'
import { fitRecipe } from '../../../src/core/recipe/fit.ts'
import type { Step } from '../../../src/shared/recipes.ts'
import { stepOf } from '../../support/preparation.ts'
import { coded, numbers, recipeFor, tableOf } from '../../support/tables.ts'

const rows = 100
const each = Array.from({ length: rows }, (_, row) => row)
const table = tableOf(
  numbers('target', each),
  numbers('x', each),
  coded(
    'town',
    each.map((row) => `town ${row % 10}`),
  ),
)

function fitWithin(memoryBytes: number, steps: Step[]): unknown {
  const split = { validation: 0.2, test: 0, stratify: false, seed: 0 }
  return fitRecipe(table, recipeFor('target', { steps, split, task: 'regression' }), { memoryBytes })
}

describe('memory', () => {
  const encode = stepOf('oneHot', { columns: 'categories' })
  const words = stepOf('textWords', { columns: 'categories', minRows: 1 })

  it('refuses inputs that do not fit, naming the column that most of them come from', () => {
    const steps = [encode, stepOf('standardize')]
    const bytes = 11 * rows * 4
    expect(() => fitWithin(bytes - 1, steps)).toThrow(
      /“town” becomes 10 of 11 columns, which need 0.0000044 GB of memory; 0.0000044 GB are at hand/,
    )
    expect(() => fitWithin(bytes, steps)).not.toThrow()
  })

  it('counts an encoded category once, for the network takes its index', () => {
    expect(() => fitWithin(2 * rows * 4, [encode])).not.toThrow()
  })

  it('counts the training rows twice where target means are fitted without them', () => {
    const training = 80
    const bytes = 2 * (rows + training) * 4
    const steps = [stepOf('targetEncode', { columns: 'categories' })]
    expect(() => fitWithin(bytes - 1, steps)).toThrow(
      /need 0.0000014 GB of memory; .* of it are the training rows once more/,
    )
    expect(() => fitWithin(bytes, steps)).not.toThrow()
  })

  it('refuses a step whose columns do not fit while they are worked out', () => {
    const training = 80
    expect(() => fitWithin(11 * training * 8 - 1, [words])).toThrow(/“town” becomes 11 columns/)
    expect(() => fitWithin(11 * training * 8, [words])).not.toThrow()
  })
})
