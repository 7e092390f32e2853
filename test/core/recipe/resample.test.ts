import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitRecipe } from '../../../src/core/recipe/fit.ts'
import { plainNeeds } from '../../../src/core/recipe/needs.ts'
import { previewRecipe } from '../../support/preview.ts'
import { prepareData } from '../../../src/main/compute/prepare.ts'
import { trainingDataOf } from '../../../src/main/runs/trainingData.ts'
import { plainReading } from '../../../src/shared/datasets.ts'
import type { Recipe, Step } from '../../../src/shared/recipes.ts'
import { stepOf } from '../../support/preparation.ts'
import { coded, everyStep, numbers, recipeFor, tableOf } from '../../support/tables.ts'
import { resampledCounts, resampledRows } from '../../../src/core/recipe/resample.ts'

const tally = (codes: readonly number[], drawn: Uint32Array, classes: number): number[] =>
  Array.from({ length: classes }, (_, code) => drawn.filter((at) => codes[at] === code).length)

describe('resampledCounts', () => {
  it('brings every class to the most frequent or the rarest one, or within a ratio of it', () => {
    expect(resampledCounts([100, 20, 0, 7], { method: 'over', ratio: 1 })).toEqual([100, 100, 0, 100])
    expect(resampledCounts([100, 20, 0, 7], { method: 'under', ratio: 1 })).toEqual([7, 7, 0, 7])
    expect(resampledCounts([100, 60, 7], { method: 'over', ratio: 0.5 })).toEqual([100, 60, 50])
    expect(resampledCounts([100, 12, 7], { method: 'under', ratio: 0.5 })).toEqual([14, 12, 7])
  })
})

describe('resampledRows', () => {
  it('draws the counts, keeps every row where it draws more, and no row twice where it draws fewer', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(3), { minLength: 5, maxLength: 120 }),
        fc.constantFrom<'over' | 'under'>('over', 'under'),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        fc.nat(),
        (codes, method, ratio, seed) => {
          const settings = { method, ratio, seed }
          const drawn = resampledRows(codes, 4, settings)
          const counts = [0, 1, 2, 3].map((code) => codes.filter((other) => other === code).length)
          expect(tally(codes, drawn, 4)).toEqual(resampledCounts(counts, settings))
          expect([...drawn]).toEqual([...drawn].sort((a, b) => a - b))
          const distinct = new Set(drawn)
          expect(distinct.size).toBe(method === 'over' ? codes.length : drawn.length)
          expect(resampledRows(codes, 4, settings)).toEqual(drawn)
        },
      ),
    )
  })

  it('draws each row of a class about as often as another', () => {
    const codes = [...Array<number>(10_000).fill(0), ...Array<number>(10).fill(1)]
    const drawn = resampledRows(codes, 2, { method: 'over', ratio: 1, seed: 3 })
    for (let at = 10_000; at < 10_010; at++) {
      // Five standard deviations of a count of 1,000.
      expect(Math.abs(drawn.filter((row) => row === at).length - 1000)).toBeLessThan(160)
    }
    expect(resampledRows(codes, 2, { method: 'over', ratio: 1, seed: 4 })).not.toEqual(drawn)
  })
})

describe('a recipe that resamples its classes', () => {
  const rows = 60
  const table = tableOf(
    coded(
      'y',
      Array.from({ length: rows }, (_, row) => (row % 6 === 0 ? 'rare' : 'common')),
    ),
    numbers('x', [...Array(rows).keys()]),
    numbers(
      'w',
      Array.from({ length: rows }, (_, row) => row + 1),
    ),
  )
  const step: Step = { kind: 'resampleClasses', id: 'r', enabled: true, method: 'over', ratio: 1, seed: 2 }
  const recipe = (changes: Partial<typeof step> = {}, more: Partial<Recipe> = {}): Recipe =>
    recipeFor('y', { steps: [...everyStep, { ...step, ...changes }], roles: { w: 'weight' }, ...more })
  const prepared = (of: Recipe, needs = plainNeeds) =>
    prepareData(table, of, {
      sources: { x: { missingMarkers: [], reading: plainReading }, y: { missingMarkers: [], reading: plainReading } },
      needs,
      onProgress: () => {},
    })

  it('gives the network the drawn rows, and leaves fits, splits and rows as they are', () => {
    const plain = prepared(recipe({ enabled: false }))
    expect(plain.learned).toBeNull()
    expect(trainingDataOf(plain).trainTargets).toBe(plain.targets.train)
    const found = prepared(recipe())
    expect(found.fitted.steps.filter(({ kind }) => kind !== 'nothing')).toEqual(plain.fitted.steps)
    expect(found.rows).toEqual(plain.rows)
    expect(found.inputs).toEqual(plain.inputs)
    const { trainInputs, trainTargets, trainWeights } = trainingDataOf(found)
    const rare = trainTargets.filter((code) => code === 1).length
    expect(trainTargets.length).toBe(2 * rare)
    const weights = plain.weights?.train ?? new Float32Array(0)
    for (const [at, weight] of trainWeights!.entries()) {
      const from = weights.indexOf(weight)
      expect(trainTargets[at]).toBe(plain.targets.train[from])
      expect(trainInputs[at]).toBe(plain.inputs.train[from])
    }
  })

  it('counts the drawn rows where classes are balanced by weights, and shows them', () => {
    const needs = { ...plainNeeds, counts: true }
    const counts = (of: Recipe): unknown => {
      const { target } = prepared(of, needs).fitted
      return target.task === 'classification' ? target.counts : null
    }
    expect(counts(recipe({ enabled: false }))).toEqual([30, 6])
    expect(counts(recipe())).toEqual([30, 30])
    expect(counts(recipe({ method: 'under', ratio: 0.5 }))).toEqual([12, 6])
    const { rows: shown, steps } = previewRecipe(table, recipe())
    expect([shown.train, shown.drawn]).toEqual([36, 60])
    expect(steps.find(({ id }) => id === 'r')?.summary).toMatch(/drawn again until each has as many rows/)
  })

  it('is refused where the drawn rows do not fit into memory, and told of where they are many', () => {
    const classes = Array.from({ length: 60 }, (_, row) => (row < 30 ? 'common' : `class ${row >> 1}`))
    const many = tableOf(coded('y', classes), numbers('x', [...Array(60).keys()]))
    const split = { validation: 0, test: 0, stratify: false, seed: 0 }
    const of = recipeFor('y', { steps: [stepOf('standardize'), step], split })
    // 60 rows and the 480 that come of them, each of x and y.
    const bytes = (60 + 480) * 2 * 4
    expect(() => fitRecipe(many, of, { memoryBytes: bytes })).not.toThrow()
    expect(() => fitRecipe(many, of, { memoryBytes: bytes - 1 })).toThrow(
      'Resampling the classes of “y” makes 480 rows of the 60 training rows, which need 0.0000043 GB of memory',
    )
    const { findings } = previewRecipe(many, of)
    // With a fifth of the 30 most frequent ones, 15 classes have 6 rows: twice as many rows as there are.
    const remedies = [{ kind: 'editStep', step: 'r', settings: { ratio: 0.2 } }]
    expect(findings).toMatchObject([{ kind: 'manyDrawnRows', step: 'r', column: 'y', remedies }])
    expect(findings[0]!.message).toMatch(/^Resampling makes 480 rows of the 60 training rows: an epoch takes 8 times/)
    expect(previewRecipe(table, recipe()).findings).toEqual([])
  })

  it('is refused of a regression, and twice', () => {
    expect(() => prepared(recipe({}, { target: 'x' }))).toThrow(/learned as a number/)
    expect(() => prepared(recipe({}, { steps: [step, { ...step, id: 's' }] }))).toThrow(/two steps/)
  })
})
