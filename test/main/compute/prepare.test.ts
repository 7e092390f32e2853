import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../src/core/random.ts'
import { isCrossFitted } from '../../../src/core/recipe/expressed.ts'
import { planPreview } from '../../../src/core/recipe/preview.ts'
import { plainNeeds } from '../../../src/core/recipe/needs.ts'
import { transformInputs } from '../../../src/core/recipe/transform.ts'
import { trainingDataOf } from '../../../src/main/runs/trainingData.ts'
import { prepareData } from '../../../src/main/compute/prepare.ts'
import type { Table } from '../../../src/core/table.ts'
import { stepSchema, type Recipe, type Step } from '../../../src/shared/recipes.ts'
import { coded, numbers, recipeFor, tableOf } from '../../support/tables.ts'

const steps = (...some: object[]): Step[] => some.map((step, at) => stepSchema.parse({ id: `step${at}`, ...step }))
const prepare = (table: Table, recipe: Recipe) =>
  prepareData(table, recipe, { sources: {}, needs: plainNeeds, onProgress: () => {} })

function correlation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length
  const [mx, my] = [mean(x), mean(y)]
  let [xy, xx, yy] = [0, 0, 0]
  for (let i = 0; i < x.length; i++) {
    xy += (x[i]! - mx) * (y[i]! - my)
    xx += (x[i]! - mx) ** 2
    yy += (y[i]! - my) ** 2
  }
  return xy / Math.sqrt(xx * yy)
}

describe('preparing data for a training', () => {
  it('lets the network learn from target means that were fitted without the row', () => {
    const { uint32 } = createRandom(4)
    const noise = Array.from({ length: 600 }, () => uint32() / 2 ** 32)
    const levels = noise.map(() => `level ${uint32() % 150}`)
    const table = tableOf(numbers('target', noise), coded('c', levels))
    const split = { validation: 0.2, test: 0.2, stratify: false, seed: 1 }
    const recipe = recipeFor('target', { split, steps: steps({ kind: 'targetEncode', columns: 'all', smoothing: 0 }) })
    const data = prepare(table, recipe)
    const { trainInputs, trainTargets } = trainingDataOf(data)
    // With its own target among them, the means of so few rows a level would follow the noise.
    expect(Math.abs(correlation(trainInputs, trainTargets))).toBeLessThan(0.25)
    expect(correlation(data.inputs.train, data.targets.train)).toBeGreaterThan(0.4)
    expect(JSON.stringify(data.fitted.steps)).toContain('"folds":[]')
    expect(isCrossFitted(data.fitted)).toBe(false)
    // What is measured is what a prediction of the same rows sees.
    expect(data.inputs.train).toEqual(transformInputs(table, data.fitted, data.rows.train).inputs)
  })

  it('learns from the rows as they are measured where nothing is cross-fitted', () => {
    const table = tableOf(
      numbers(
        'target',
        Array.from({ length: 20 }, (_, row) => row),
      ),
      numbers(
        'x',
        Array.from({ length: 20 }, (_, row) => row * row),
      ),
    )
    expect(prepare(table, recipeFor('target', { steps: [] })).learned).toBeNull()
  })

  it('names the column of which a whole part has no value, and the preview has said so before', () => {
    const parts = Array.from({ length: 30 }, (_, row) => (row < 20 ? 'a' : row < 25 ? 'b' : 'c'))
    const table = tableOf(
      numbers(
        'target',
        parts.map((_, row) => row),
      ),
      numbers(
        'x',
        parts.map((part, row) => (part === 'b' ? null : row)),
      ),
      coded('part', parts),
    )
    const by = { kind: 'column' as const, column: 'part', train: ['a'], validation: ['b'], test: ['c'] }
    const split = { validation: 0.2, test: 0.2, stratify: false, seed: 1, by }
    const recipe = recipeFor('target', { split, steps: [], roles: { part: 'ignored' } })
    expect(() => prepare(table, recipe)).toThrow(/5 validation rows none is left: “x” has no value in 5/)
    const { findings } = planPreview(table, recipe).preview
    expect(findings.find(({ kind }) => kind === 'missingOutsideTraining')).toMatchObject({
      column: 'x',
      remedies: [{ kind: 'addStep', step: { kind: 'impute', columns: ['x'] } }],
    })
  })
})
