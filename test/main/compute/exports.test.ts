import { join } from 'node:path'
import { expect, it } from 'vitest'
import { defaultRunConfig } from '../../../src/core/defaults/runConfig.ts'
import { networkShapes, parameterCount } from '../../../src/core/network/shapes.ts'
import { engineSpec } from '../../../src/core/network/spec.ts'
import { createRandom } from '../../../src/core/random.ts'
import { fitRecipe } from '../../../src/core/recipe/fit.ts'
import { checkOnnx, writeExport } from '../../../src/main/compute/exports/exporting.ts'
import type { Model } from '../../../src/main/compute/protocol.ts'
import { loadEngine } from '../../../src/main/training/native.ts'
import type { Step } from '../../../src/shared/recipes.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { someWeights } from '../../support/forward.ts'
import { stepOf } from '../../support/preparation.ts'
import { sourceEntries } from '../../support/sourceEntries.ts'
import { allRows, numbers, recipeFor, tableOf } from '../../support/tables.ts'

const engine = loadEngine(sourceEntries.addon)
const config = defaultRunConfig({ rows: 9, inputs: 1, task: 'regression', classes: null, preset: 'fast', seed: 0 })
const learned = tableOf(numbers('target', [1, 2, 3, 4, 5, 6]), numbers('x', [1, 2, 3, 5, 8, 13]))
const withGap = tableOf(numbers('target', [1, 2, 3]), numbers('x', [2, null, 4]))

function modelOf(steps: Step[]): Model {
  const split = { validation: 0, test: 0, stratify: false, seed: 0 }
  const { fitted } = fitRecipe(learned, recipeFor('target', { steps, split, task: 'regression' }))
  const spec = engineSpec(fitted, { ...config, network: { hidden: [] } })
  const weights = someWeights(parameterCount(networkShapes(spec)), createRandom(1).uint32)
  return { fitted, spec: JSON.stringify(spec), weights }
}

async function differenceOf(own: Step[], exported: Step[]) {
  const path = join(await temporaryFolder(), 'model.onnx')
  const checked = { table: withGap, rows: allRows(withGap) }
  const provenance = { version: '0', runName: 'r', metrics: null, dataSha256: null }
  await writeExport(engine, { format: 'onnx', path, model: modelOf(exported), provenance, ...checked })
  return checkOnnx(engine, path, modelOf(own), checked)
}

const fill = [stepOf('impute', { method: 'mean' })]

it('compares the rows that both predict', async () => {
  const left = await differenceOf([], [])
  expect(left.rows).toBe(2)
  expect(left.largestDifference).toBeLessThan(1e-6)
  const filled = await differenceOf(fill, fill)
  expect(filled.rows).toBe(3)
  expect(filled.largestDifference).toBeLessThan(1e-6)
})

it('takes a row that only one of the two predicts for infinitely different', async () => {
  expect((await differenceOf([], fill)).largestDifference).toBe(Infinity)
  expect((await differenceOf(fill, [])).largestDifference).toBe(Infinity)
})
