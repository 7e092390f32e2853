import fc from 'fast-check'
import * as ort from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import { buildOnnxModel } from '../../../../src/core/export/onnx/build.ts'
import { onnxFeeds, type OnnxFeed } from '../../../../src/core/export/onnx/feeds.ts'
import { onnxSchema, readOnnxSchema } from '../../../../src/core/export/onnx/metadata.ts'
import { decodePredictions } from '../../../../src/core/network/predictions.ts'
import { outputUnits } from '../../../../src/core/network/spec.ts'
import { decodeMetadata } from '../../../../src/core/export/onnx/protobuf.ts'
import { fitRecipe } from '../../../../src/core/recipe/fit.ts'
import { previewRecipe } from '../../../support/preview.ts'
import { transformInputs } from '../../../../src/core/recipe/transform.ts'
import type { Table } from '../../../../src/core/table.ts'
import { plainReading } from '../../../../src/shared/datasets.ts'
import { DescentError } from '../../../../src/shared/errors.ts'
import type { Recipe, Step } from '../../../../src/shared/recipes.ts'
import { activations } from '../../../../src/shared/training.ts'
import { numberStep } from '../../recipe/fittedSteps.ts'
import { activateOutputs, forward } from '../../../support/forward.ts'
import { smallModel, type SmallModel } from '../../../support/models.ts'
import {
  allRows,
  coded,
  dates,
  everyStep,
  featuresArbitrary,
  numbers,
  recipeFor,
  tableOf,
  targetArbitrary,
} from '../../../support/tables.ts'

const provenance = { version: '0.0.0', runName: 'Run 1', metrics: null, dataSha256: null }

function tensorOf(feed: OnnxFeed): ort.Tensor {
  const dims = [feed.data.length, 1]
  switch (feed.type) {
    case 'string':
      return new ort.Tensor('string', feed.data, dims)
    case 'float32':
      return new ort.Tensor('float32', feed.data, dims)
    case 'float64':
      return new ort.Tensor('float64', feed.data, dims)
  }
}

async function runOnnx(
  model: SmallModel,
  feeds: OnnxFeed[],
): Promise<{ prediction: unknown[]; probabilities: number[] }> {
  const file = buildOnnxModel({ ...model, provenance })
  const session = await ort.InferenceSession.create(file, { logSeverityLevel: 3 })
  try {
    const outputs = await session.run(Object.fromEntries(feeds.map((feed) => [feed.input, tensorOf(feed)])))
    const { prediction, probabilities } = outputs
    return {
      prediction: Array.from(prediction!.data as ArrayLike<unknown>),
      probabilities: probabilities === undefined ? [] : Array.from(probabilities.data as Float32Array),
    }
  } finally {
    await session.release()
  }
}

/**
 * The largest difference between the file and the studio, of a probability or in units of the target's spread. Where
 * inputs lie far beyond the training range float32 has fewer digits left: it is divided by the largest input over 1.
 */
async function difference(model: SmallModel, table: Table): Promise<number> {
  const { fitted } = model
  const { inputs, kept } = transformInputs(table, fitted, allRows(table))
  const width = outputUnits(model.spec)
  const outputs = activateOutputs(
    forward(inputs, fitted.inputs.length, model.spec.layers, model.weights),
    width,
    fitted.target.task,
  )
  const expected = decodePredictions(fitted, outputs)
  const found = await runOnnx(model, onnxFeeds(onnxSchema(fitted), table, allRows(table)))

  const position = new Map(Array.from(kept, (row, index) => [row, index]))
  let largest = 0
  for (let row = 0; row < table.rows; row++) {
    const at = position.get(row)
    if (expected.task === 'regression' && fitted.target.task === 'regression') {
      const value = Number(found.prediction[row])
      if (at === undefined) expect(value).toBeNaN()
      else largest = Math.max(largest, Math.abs(value - expected.values[at]!) / fitted.target.std)
    } else if (expected.task === 'classification' && fitted.target.task === 'classification') {
      const { classes } = fitted.target
      const probabilities = found.probabilities.slice(row * classes.length, (row + 1) * classes.length)
      if (at === undefined) {
        expect(found.prediction[row]).toBe('')
        for (const p of probabilities) expect(p).toBeNaN()
        continue
      }
      for (const [k, p] of probabilities.entries()) {
        largest = Math.max(largest, Math.abs(p - expected.probabilities[at * classes.length + k]!))
      }
      expect(found.prediction[row]).toBe(classes[probabilities.indexOf(Math.max(...probabilities))])
    }
  }
  return largest / inputs.reduce((most, x) => Math.max(most, Math.abs(x)), 1)
}

const variants: ((recipe: Recipe) => Recipe)[] = [
  (recipe) => recipe,
  (recipe) => ({ ...recipe, targetScaling: 'none' }),
  // Scaling after the encoding reaches the 0/1 columns too; the most frequent value fills the gaps.
  (recipe) => ({
    ...recipe,
    steps: [
      { kind: 'dateToNumber', id: 'dates', enabled: true, columns: 'dates' },
      { kind: 'impute', id: 'fill', enabled: true, columns: 'all', method: 'mode' },
      { kind: 'oneHot', id: 'encode', enabled: true, columns: 'categories', maxLevels: 3 },
      { kind: 'minMax', id: 'range', enabled: true, columns: 'all' },
      { kind: 'standardize', id: 'scale', enabled: true, columns: 'all' },
    ],
  }),
  (recipe) => ({
    ...recipe,
    steps: [
      numberStep({ kind: 'dateToNumber', columns: 'dates' }),
      numberStep({ kind: 'outliers', action: 'mark' }),
      numberStep({ kind: 'impute', method: 'median' }),
      numberStep({ kind: 'outliers', id: 'clip', method: 'zScore', limit: 2 }),
      numberStep({ kind: 'yeoJohnson' }),
      numberStep({ kind: 'robust' }),
      numberStep({ kind: 'impute', id: 'levels', columns: 'categories', method: 'mode' }),
      numberStep({ kind: 'oneHot', columns: 'categories', maxLevels: 3 }),
      numberStep({ kind: 'polynomial', interactionsOnly: true }),
      numberStep({ kind: 'maxAbs' }),
    ],
  }),
  (recipe) => ({
    ...recipe,
    steps: [
      numberStep({ kind: 'dateToNumber', columns: 'dates' }),
      numberStep({ kind: 'impute', method: 'median' }),
      numberStep({ kind: 'log1p', signed: true }),
      numberStep({ kind: 'quantile', quantiles: 8 }),
      numberStep({ kind: 'impute', id: 'levels', columns: 'categories', method: 'mode' }),
      numberStep({ kind: 'oneHot', columns: 'categories', maxLevels: 3 }),
    ],
  }),
  (recipe) => ({
    ...recipe,
    steps: [
      numberStep({ kind: 'dateToNumber', columns: 'dates' }),
      numberStep({ kind: 'bin', bins: 3, output: 'category' }),
      numberStep({ kind: 'oneHot', columns: 'categories', maxLevels: 4 }),
    ],
  }),
]

describe('an exported ONNX file run with onnxruntime', () => {
  it.each(activations)('has the activation %s', async (activation) => {
    const x = Array.from({ length: 40 }, (_, i) => (i - 20) / 3)
    const table = tableOf(
      numbers(
        'target',
        x.map((value) => value * 2 + 1),
      ),
      numbers('x', x),
    )
    const { fitted } = fitRecipe(table, recipeFor('target'))
    for (const seed of [1, 2, 3])
      expect(await difference(smallModel(fitted, activation, seed), table)).toBeLessThan(1e-5)
  })

  it('predicts what the studio predicts, on rows with gaps and unseen categories', async () => {
    const rows = 24
    await fc.assert(
      fc.asyncProperty(
        featuresArbitrary(rows),
        targetArbitrary(rows),
        fc.constantFrom(...activations),
        fc.constantFrom(...variants),
        fc.nat(),
        async ({ features, others }, target, activation, variant, seed) => {
          const table = tableOf(target, ...features)
          const foreign = tableOf(target, ...others)
          fc.pre(
            previewRecipe(table, variant(recipeFor('target'))).findings.every(
              ({ severity, kind }) => severity === 'info' || kind === 'targetLeak',
            ),
          )
          const { fitted } = fitRecipe(table, variant(recipeFor('target')))
          const model = smallModel(fitted, activation, seed)
          expect(await difference(model, table)).toBeLessThan(1e-5)
          expect(await difference(model, foreign)).toBeLessThan(1e-5)
        },
      ),
      { numRuns: 60 },
    )
  })

  const someTable = tableOf(
    coded('target', ['no', 'yes', 'no', 'yes', 'no', 'yes', 'no', 'yes', 'no', 'yes', 'no', 'yes']),
    numbers('x', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
    coded('colour', ['red', 'red', 'blue', null, 'red', 'blue', 'red', 'blue', 'red', 'blue', 'red', 'blue']),
    coded('member', ['yes', 'no', 'yes', 'no', 'yes', 'no', 'yes', 'no', 'yes', 'no', 'yes', 'no'], 'boolean'),
  )
  const feedsOf = (x: number[], colour: string[], member: string[]): OnnxFeed[] => [
    { input: 'x', type: 'float32', data: Float32Array.from(x) },
    { input: 'colour', type: 'string', data: colour },
    { input: 'member', type: 'string', data: member },
  ]

  it('takes missing markers, infinities and other spellings of a boolean as the studio does', async () => {
    const { fitted } = fitRecipe(someTable, recipeFor('target'), {
      sources: { colour: { missingMarkers: ['n/a', '-'], reading: plainReading } },
    })
    const model = smallModel(fitted, 'tanh', 1)
    const { probabilities } = await runOnnx(
      model,
      feedsOf([NaN, Infinity, 3, 3, 3], ['', 'n/a', '-', '', 'n/a'], ['yes', 'YES', 'Yes', 'yes', 'yes']),
    )
    expect(probabilities.slice(2, 4)).toEqual(probabilities.slice(0, 2))
    expect(probabilities.slice(6, 8)).toEqual(probabilities.slice(4, 6))
    expect(probabilities.slice(8, 10)).toEqual(probabilities.slice(4, 6))
  })

  it('does not predict rows that the recipe leaves out', async () => {
    const drop: Step = { kind: 'dropMissingRows', id: 'drop', enabled: true, columns: ['x', 'colour'], maxShare: 0 }
    const { fitted } = fitRecipe(someTable, recipeFor('target', { steps: [drop, ...everyStep] }))
    const model = smallModel(fitted, 'relu', 2)
    const { prediction, probabilities } = await runOnnx(
      model,
      feedsOf([NaN, 1, 2], ['red', '', 'red'], ['yes', 'no', '']),
    )
    expect(prediction.slice(0, 2)).toEqual(['', ''])
    expect(probabilities.slice(0, 4).every(Number.isNaN)).toBe(true)
    expect(['no', 'yes']).toContain(prediction[2])
  })

  it('does not predict a gap that no step fills', async () => {
    const table = tableOf(numbers('target', [1, 2, 3, 4, 5, 6, 7, 8]), numbers('x', [1, 2, 3, 4, 5, 6, 7, 9]))
    const { fitted } = fitRecipe(table, recipeFor('target', { steps: [] }))
    const model = smallModel(fitted, 'relu', 3)
    const { prediction } = await runOnnx(model, [{ input: 'x', type: 'float32', data: Float32Array.of(NaN, 1) }])
    expect(prediction[0]).toBeNaN()
    expect(Number.isFinite(prediction[1])).toBe(true)
  })

  it('keeps the digits of times and of numbers far from zero', async () => {
    const rows = Array.from({ length: 40 }, (_, row) => row)
    const table = tableOf(
      numbers(
        'target',
        rows.map((row) => 2e9 + Math.sin(row)),
      ),
      dates(
        'when',
        rows.map((row) => `2024-03-01T00:00:${String(row).padStart(2, '0')}Z`),
      ),
      numbers(
        'stamp',
        rows.map((row) => 1.7e9 + ((row * 7) % 40)),
      ),
    )
    const { fitted } = fitRecipe(table, recipeFor('target'))
    expect(onnxSchema(fitted).inputs.map(({ type }) => type)).toEqual(['double', 'double'])
    expect(await difference(smallModel(fitted, 'tanh', 4), table)).toBeLessThan(1e-5)
  })

  it('gives every column an input of its own, whatever its name', () => {
    const column = (name: string): ReturnType<typeof numbers> => numbers(name, [1, 2, 3, 4, 5, 6])
    const table = tableOf(column('target'), ...['', 'column', 'prediction', 'prediction_input', 'größe'].map(column))
    const { fitted } = fitRecipe(table, recipeFor('target'))
    const names = onnxSchema(fitted).inputs.map(({ input }) => input)
    expect(names).toEqual(['column_2', 'column', 'prediction_input_2', 'prediction_input', 'größe'])
  })

  it.each([
    { kind: 'textLength' as const, runtime: 'onnxruntime' },
    { kind: 'oneHot' as const, runtime: undefined },
  ])('says which runtime it needs where it takes texts apart: $kind', ({ kind, runtime }) => {
    const target = numbers('target', [1, 2, 3, 4, 5, 6])
    const table = tableOf(target, coded('note', ['a b', 'c', 'c', 'a b', 'c', 'a b'], 'text'))
    const split = { validation: 0, test: 0, stratify: false, seed: 0 }
    const { fitted } = fitRecipe(
      table,
      recipeFor('target', { steps: [numberStep({ kind, columns: 'categories' })], split }),
    )
    const file = buildOnnxModel({ ...smallModel(fitted, 'relu', 1), provenance })
    expect(readOnnxSchema(file).runtime).toBe(runtime)
    expect(Buffer.from(file).includes('com.microsoft')).toBe(runtime !== undefined)
  })

  it('says in its metadata how it is to be fed and where it comes from', () => {
    const { fitted } = fitRecipe(someTable, recipeFor('target'), {
      sources: { colour: { missingMarkers: ['n/a'], reading: plainReading } },
    })
    const metrics = {
      train: { accuracy: 1, balancedAccuracy: 1, macroF1: 1, logLoss: 0.1, rocAuc: 1 },
      validation: null,
      test: null,
    }
    const file = buildOnnxModel({
      ...smallModel(fitted, 'relu', 5),
      provenance: { version: '1.2.3', runName: 'Übung', metrics, dataSha256: 'abc' },
    })
    expect(readOnnxSchema(file)).toEqual(onnxSchema(fitted))
    const metadata = decodeMetadata(file)
    expect(metadata).toMatchObject({ 'descent.version': '1.2.3', 'descent.run': 'Übung', 'descent.dataSha256': 'abc' })
    expect(JSON.parse(metadata['descent.classes']!)).toEqual(['no', 'yes'])
    expect(JSON.parse(metadata['descent.metrics']!)).toEqual(metrics)
  })

  it('refuses weights that do not fit the layers', () => {
    const { fitted } = fitRecipe(someTable, recipeFor('target'))
    const model = smallModel(fitted, 'relu', 6)
    const request = { ...model, weights: model.weights.slice(1), provenance }
    expect(() => buildOnnxModel(request)).toThrow(RangeError)
  })
})

describe('readOnnxSchema', () => {
  it.each([
    ['nothing', new Uint8Array(0)],
    ['garbage', Uint8Array.from([0xff, 0x01, 0x80, 0x80, 0x80])],
  ])('refuses %s with words of its own', (_, bytes) => {
    expect(() => readOnnxSchema(bytes)).toThrow(DescentError)
  })
})
