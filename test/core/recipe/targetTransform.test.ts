import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodePredictions } from '../../../src/core/network/predictions.ts'
import { fitRecipe } from '../../../src/core/recipe/fit.ts'
import { needsOf, plainNeeds } from '../../../src/core/recipe/needs.ts'
import { encodeTargets } from '../../../src/core/recipe/target.ts'
import { inTargetUnit, transformed } from '../../../src/core/recipe/targetTransform.ts'
import type { FittedRecipe, Recipe } from '../../../src/shared/recipes.ts'
import { previewRecipe } from '../../support/preview.ts'
import { allRows, numbers, recipeFor, tableOf } from '../../support/tables.ts'

const whole = { validation: 0, test: 0, stratify: false, seed: 0 }

function fitted(y: readonly number[], changes: Partial<Recipe>, needs = plainNeeds): FittedRecipe {
  const table = tableOf(numbers('y', y), numbers('x', [...y.keys()]))
  const recipe = recipeFor('y', { task: 'regression', split: whole, ...changes })
  return fitRecipe(table, recipe, { needs }).fitted
}

function numberTarget({ target }: FittedRecipe): Extract<FittedRecipe['target'], { task: 'regression' }> {
  if (target.task !== 'regression') throw new Error('no regression')
  return target
}

function decoded(of: FittedRecipe, outputs: readonly number[]): { values: number[]; details: number[] } {
  const found = decodePredictions(of, Float32Array.from(outputs))
  if (found.task !== 'regression') throw new Error('no regression')
  return { values: [...found.values], details: [...found.details] }
}

describe('a transformed target', () => {
  const scalings = fc.constantFrom<Recipe['targetScaling']>('none', 'standardize')

  it.each(['log', 'yeoJohnson'] as const)('%s: what is encoded is decoded again', (targetTransform) => {
    const value = fc.double({ min: targetTransform === 'log' ? 0.01 : -200, max: 500, noNaN: true })
    fc.assert(
      fc.property(fc.array(value, { minLength: 3, maxLength: 30 }), scalings, (y, targetScaling) => {
        fc.pre(Math.max(...y) - Math.min(...y) > 1)
        const of = fitted(y, { targetTransform, targetScaling })
        const target = numberTarget(of)
        const { scale, offset, transform, std } = target
        const encoded = y.map((value) => (transformed(transform, value) - offset) / scale)
        for (const [row, back] of inTargetUnit(target, encoded).entries()) {
          expect(Math.abs(back - (y[row] ?? NaN))).toBeLessThan(1e-6 * (std + Math.abs(y[row] ?? 0)))
        }
        const table = tableOf(numbers('y', y))
        expect([...encodeTargets(table, of, allRows(table))]).toEqual(encoded.map(Math.fround))
      }),
    )
  })

  it('is learned as its logarithm, scaled by that', () => {
    const of = fitted([1, Math.E ** 2, Math.E ** 4], { targetTransform: 'log' })
    const { offset, scale, transform } = numberTarget(of)
    expect(offset).toBeCloseTo(2, 12)
    expect(scale).toBeCloseTo(Math.sqrt(8 / 3), 12)
    expect(transform).toEqual({ kind: 'log' })
    expect(decoded(of, [0, 1]).values[0]).toBeCloseTo(Math.E ** 2, 9)
  })

  it('keeps the order of predictions and of quantiles, and finite ones however far the network goes', () => {
    const skewed = [0.1, 0.2, 0.25, 0.3, 0.5, 0.9, 4, 60, 900]
    for (const y of [skewed, skewed.map((value) => -value)]) {
      const quantiles = needsOf({ hidden: [], loss: { kind: 'quantile', quantiles: [0.1, 0.5, 0.9] } })
      const of = fitted(y, { targetTransform: 'yeoJohnson' }, quantiles)
      const { values, details } = decoded(of, [-50, 0, 50, 0.4, 0.2, 0.1, 1e9, -1e9, 3])
      for (const value of [...values, ...details]) expect(Number.isFinite(value)).toBe(true)
      for (let row = 0; row < 3; row++) {
        const own = details.slice(row * 3, row * 3 + 3)
        expect(own).toEqual([...own].sort((a, b) => a - b))
        expect(values[row]).toBe(own[1])
      }
      const line = decoded(fitted(y, { targetTransform: 'yeoJohnson' }), [-100, -3, -1, 0, 1, 3, 100]).values
      expect(line).toEqual([...line].sort((a, b) => a - b))
    }
  })

  it('is refused where a row has no logarithm, and under losses that mean the target itself', () => {
    expect(() => fitted([1, 2, 0, 4], { targetTransform: 'log' })).toThrow('The target “y” is 0 in row 3')
    const shown = previewRecipe(
      tableOf(numbers('y', [1, 2, 0, 4]), numbers('x', [1, 2, 3, 4])),
      recipeFor('y', { steps: [], task: 'regression', targetTransform: 'log' }),
    )
    expect(shown.findings[0]).toMatchObject({
      column: 'y',
      message: expect.stringContaining('is 0 in row 3'),
      remedies: [
        { kind: 'transformTarget', label: 'Yeo-Johnson', transform: 'yeoJohnson' },
        { kind: 'transformTarget', label: 'As it is', transform: 'none' },
      ],
    })
    for (const kind of ['gaussian', 'poisson', 'gamma'] as const) {
      const needs = needsOf({ hidden: [], loss: { kind } })
      expect(() => fitted([1, 2, 3, 4], { targetTransform: 'log' }, needs)).toThrow(/“y” is transformed before/)
      expect(() => fitted([1, 2, 3, 4], { targetTransform: 'none' }, needs)).not.toThrow()
    }
  })
})
