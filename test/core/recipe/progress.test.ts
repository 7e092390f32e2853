import { describe, expect, it } from 'vitest'
import { fitRecipe } from '../../../src/core/recipe/fit.ts'
import { stepSchema, type Step } from '../../../src/shared/recipes.ts'
import { numbers, recipeFor, tableOf } from '../../support/tables.ts'

const rows = 3000
const values = (from: number, gap: number): (number | null)[] =>
  Array.from({ length: rows }, (_, row) => (row % gap === 0 ? null : Math.sin(row * from)))
const table = tableOf(
  numbers('y', [...Array(rows).keys()]),
  numbers('a', values(1, 7)),
  numbers('b', values(2, 11)),
  numbers('c', values(3, rows + 1)),
)

const slow: Record<string, object> = {
  windows: { kind: 'window', column: 'a', statistic: 'mean', rows: [2, 3, 4, 5], atLeast: 1 },
  'an isolation forest': { kind: 'dropOutlierRows', columns: 'numbers', method: 'isolationForest' },
  'nearest rows': { kind: 'imputeNearest', columns: 'numbers', maxRows: 50 },
  regressions: { kind: 'imputeIterative', columns: 'numbers' },
}
const recipeWith = (settings: object) => {
  const step: Step = stepSchema.parse({ id: 'slow', ...settings })
  const { steps } = recipeFor('y')
  return recipeFor('y', { steps: [step, ...steps], roles: { y: 'target', c: 'time' }, targetScaling: 'none' })
}

const fractionsOf = (settings: object): number[] => {
  const fractions: number[] = []
  fitRecipe(table, recipeWith(settings), { onProgress: (fraction) => fractions.push(fraction) })
  return fractions
}

describe.each(Object.entries(slow))('a fit with %s', (_, settings) => {
  it('tells a fraction that never falls, from 0 to 1', () => {
    const fractions = fractionsOf(settings)
    expect(fractions[0]).toBe(0)
    expect(fractions.at(-1)).toBe(1)
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
  })

  it('tells more often than without', () => {
    expect(new Set(fractionsOf(settings)).size).toBeGreaterThan(
      new Set(fractionsOf({ ...settings, enabled: false })).size,
    )
  })

  it('can be abandoned at every notice', () => {
    const { length } = fractionsOf(settings)
    for (const last of [1, length >> 1, length - 1]) {
      let told = 0
      const onProgress = (): void => {
        if (++told === last) throw new Error('enough')
      }
      expect(() => fitRecipe(table, recipeWith(settings), { onProgress })).toThrow('enough')
    }
  })
})
