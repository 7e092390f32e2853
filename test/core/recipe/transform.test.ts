import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitRecipe } from '../../../src/core/recipe/fit.ts'
import { actualTargets, encodeTargets } from '../../../src/core/recipe/target.ts'
import { transformInputs } from '../../../src/core/recipe/transform.ts'
import { fittedRecipeSchema } from '../../../src/shared/recipes.ts'
import {
  allRows,
  coded,
  featuresArbitrary,
  numbers,
  recipeFor,
  tableOf,
  targetArbitrary,
} from '../../support/tables.ts'

const table = tableOf(
  coded('target', ['b', 'a', 'b', 'a', 'b', 'a', 'b', 'a', null, 'a']),
  numbers('x', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
  coded('c', ['u', 'v', 'u', 'v', 'u', 'v', 'u', 'v', 'u', null]),
)

describe('transformInputs', () => {
  it('gives each row what that row and the state say, in whatever company', () => {
    fc.assert(
      fc.property(
        featuresArbitrary(20),
        targetArbitrary(20),
        fc.uniqueArray(fc.nat(19), { minLength: 1 }),
        ({ features }, target, chosen) => {
          const whole = tableOf(target, ...features)
          const split = { validation: 0, test: 0, stratify: false, seed: 0 }
          const filled = features.filter((column) => 'codes' in column || column.values.some(Number.isFinite))
          fc.pre(filled.length === features.length)
          const { fitted } = fitRecipe(whole, recipeFor('target', { split }))
          const width = fitted.inputs.length
          const all = transformInputs(whole, fitted, allRows(whole))
          const some = transformInputs(whole, fitted, Uint32Array.from(chosen))
          for (const [at, row] of chosen.entries()) {
            expect(some.inputs.subarray(at * width, (at + 1) * width)).toEqual(
              all.inputs.subarray(row * width, (row + 1) * width),
            )
          }
        },
      ),
    )
  })

  it('is the same after the fitted recipe went through JSON', () => {
    const { fitted } = fitRecipe(table, recipeFor('target'))
    const stored = fittedRecipeSchema.parse(JSON.parse(JSON.stringify(fitted)))
    expect(stored).toEqual(fitted)
    expect(transformInputs(table, stored, allRows(table))).toEqual(transformInputs(table, fitted, allRows(table)))
  })

  it('writes into memory that it is given', () => {
    const { fitted, rows } = fitRecipe(table, recipeFor('target'))
    const size = rows.train.length * fitted.inputs.length
    const into = new Float32Array(new SharedArrayBuffer(4 * size))
    const { inputs } = transformInputs(table, fitted, rows.train, { into })
    expect(inputs.buffer).toBe(into.buffer)
    expect(inputs).toEqual(transformInputs(table, fitted, rows.train).inputs)
    const small = new Float32Array(size - 1)
    expect(() => transformInputs(table, fitted, rows.train, { into: small })).toThrow(RangeError)
  })

  it('reads a column that is not there as missing', () => {
    const { fitted } = fitRecipe(table, recipeFor('target'))
    const [x] = tableOf(numbers('x', [1])).columns
    const { inputs, kept } = transformInputs({ rows: 1, columns: [x!] }, fitted, Uint32Array.of(0))
    expect(kept.length).toBe(1)
    expect(Array.from(inputs.slice(-3)).every((value) => value === 0 || value === 1)).toBe(true)
  })

  it('refuses a column of another kind by its name', () => {
    const { fitted } = fitRecipe(table, recipeFor('target'))
    const other = tableOf(coded('x', ['1']))
    expect(() => transformInputs(other, fitted, Uint32Array.of(0))).toThrow(
      /“x” is read as category.*learned it as number/,
    )
  })
})

describe('targets', () => {
  it('are class indices in alphabetical order, NaN for gaps and unknown classes', () => {
    const { fitted } = fitRecipe(table, recipeFor('target'))
    const later = tableOf(coded('target', ['b', 'c', null, 'a']))
    expect(Array.from(actualTargets(later, fitted, allRows(later)))).toEqual([1, NaN, NaN, 0])
    expect(Array.from(encodeTargets(later, fitted, allRows(later)))).toEqual([1, NaN, NaN, 0])
  })

  it('are scaled numbers for a regression', () => {
    const numeric = tableOf(numbers('target', [10, 20, 30, 40]), numbers('x', [1, 2, 3, 5]))
    const split = { validation: 0, test: 0, stratify: false, seed: 0 }
    const { fitted } = fitRecipe(numeric, recipeFor('target', { split }))
    const deviation = Math.sqrt(125)
    expect(fitted.target).toEqual({ task: 'regression', name: 'target', offset: 25, scale: deviation, std: deviation })
    expect(encodeTargets(numeric, fitted, Uint32Array.of(0))[0]).toBeCloseTo(-15 / deviation, 6)
    const plain = fitRecipe(numeric, recipeFor('target', { split, targetScaling: 'none' })).fitted
    expect(Array.from(encodeTargets(numeric, plain, allRows(numeric)))).toEqual([10, 20, 30, 40])
  })

  it('of a numeric classification have the shortest text as label, in numeric order', () => {
    const numeric = tableOf(numbers('target', [10, 9, 10, 9, 10, 9, null]), numbers('x', [1, 2, 3, 4, 5, 6, 7]))
    const { fitted, dropped } = fitRecipe(numeric, recipeFor('target'))
    expect(fitted.target).toEqual({ task: 'classification', name: 'target', classes: ['9', '10'] })
    expect(dropped).toEqual([{ reason: 'The target “target” is missing', count: 1 }])
    expect(Array.from(actualTargets(numeric, fitted, Uint32Array.of(0, 1, 6)))).toEqual([1, 0, NaN])
  })
})
