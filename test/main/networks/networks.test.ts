import * as ort from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import { buildOnnxModel } from '../../../src/core/export/onnx/build.ts'
import { buildC } from '../../../src/core/export/c/build.ts'
import { buildJavaScript } from '../../../src/core/export/javascript/build.ts'
import { onnxFeeds, type OnnxFeed } from '../../../src/core/export/onnx/feeds.ts'
import { onnxDetails, onnxSchema } from '../../../src/core/export/onnx/metadata.ts'
import { detailsOutput } from '../../../src/core/export/onnx/schema.ts'
import { buildPmml } from '../../../src/core/export/pmml/build.ts'
import { buildPython } from '../../../src/core/export/python/build.ts'
import { buildSql } from '../../../src/core/export/sql/build.ts'
import { sqlite } from '../../../src/core/export/sql/dialects.ts'
import { programOf } from '../../../src/core/export/program/program.ts'
import { rawRows } from '../../../src/core/export/program/rawValues.ts'
import type { EngineSpec } from '../../../src/core/network/engine.ts'
import { parameterLayout } from '../../../src/core/network/layout.ts'
import { decodePredictions } from '../../../src/core/network/predictions.ts'
import { networkShapes, parameterCount } from '../../../src/core/network/shapes.ts'
import { engineSpec, outputUnits } from '../../../src/core/network/spec.ts'
import { plainReading } from '../../../src/shared/datasets.ts'
import { createRandom } from '../../../src/core/random.ts'
import { needsOf } from '../../../src/core/recipe/needs.ts'
import { transformInputs } from '../../../src/core/recipe/transform.ts'
import type { Table } from '../../../src/core/table.ts'
import { prepareData } from '../../../src/main/compute/prepare.ts'
import type { PreparedData } from '../../../src/main/compute/protocol.ts'
import { loadEngine } from '../../../src/main/training/native.ts'
import { trainingDataOf } from '../../../src/main/runs/trainingData.ts'
import { DescentError } from '../../../src/shared/errors.ts'
import { stepSchema, type FittedRecipe, type Recipe, type Step } from '../../../src/shared/recipes.ts'
import { networkSchema, type Network, type RunConfig } from '../../../src/shared/training.ts'
import { predictInC } from '../../support/c.ts'
import type { FoundRow } from '../../support/exported.ts'
import { importModule } from '../../support/importModule.ts'
import { predictInPmml } from '../../support/pmml.ts'
import { predictInPython } from '../../support/python.ts'
import { predictInSqlite } from '../../support/sql.ts'
import { sourceEntries } from '../../support/sourceEntries.ts'
import { allRows, coded, numbers, recipeFor, tableOf } from '../../support/tables.ts'

const engine = loadEngine(sourceEntries.addon)
const rows = 240
const dense = (units: number, activation = 'relu') => ({ units, activation, initialization: 'he' })
const provenance = { version: '0.0.0', runName: 'Run 1', metrics: null, dataSha256: null }

/** Two numbers, one of them with gaps, a column that does not vary, two categories with rare and missing levels. */
function features(seed: number): Table['columns'] {
  const { uint32 } = createRandom(seed)
  const unit = () => uint32() / 2 ** 32
  const filled = <T>(value: () => T) => Array.from({ length: rows }, value)
  return [
    numbers(
      'a',
      filled(() => (unit() < 0.1 ? null : unit() * 4 - 1)),
    ),
    numbers(
      'b',
      filled(() => Math.round(unit() * 6)),
    ),
    numbers(
      'same',
      filled(() => 3),
    ),
    coded(
      'city',
      filled(() => ['Bern', 'Köln', 'Oslo', 'Rome', 'Lima'][Math.floor(unit() ** 2 * 5)] ?? 'Bern'),
    ),
    coded(
      'kind',
      filled(() => (unit() < 0.2 ? null : unit() < 0.5 ? 'x' : 'y')),
    ),
  ]
}

/** Something to learn from `a`, `b` and `city`, above 0. */
function amounts(columns: Table['columns']): number[] {
  return Array.from({ length: rows }, (_, row) => {
    const [a, b, , city] = columns
    const x = a !== undefined && 'values' in a ? a.values[row]! : 0
    const y = b !== undefined && 'values' in b ? b.values[row]! : 0
    const place = city !== undefined && 'codes' in city ? city.codes[row]! : 0
    return 0.5 + (Number.isNaN(x) ? 1 : x * x) + 0.3 * y + 0.7 * place
  })
}

type TargetKind = 'number' | 'count' | 'two' | 'three'

function tableFor(kind: TargetKind): Table {
  const columns = features(7)
  const values = amounts(columns)
  const classes = (count: number) =>
    coded(
      'target',
      values.map((y) => `class ${Math.floor(y) % count}`),
    )
  switch (kind) {
    case 'number':
      return tableOf(...columns, numbers('target', values))
    case 'count':
      return tableOf(
        ...columns,
        numbers(
          'target',
          values.map((y) => Math.floor(y)),
        ),
      )
    case 'two':
      return tableOf(...columns, classes(2))
    case 'three':
      return tableOf(...columns, classes(3))
  }
}

interface Trained {
  table: Table
  fitted: FittedRecipe
  spec: EngineSpec
  weights: Float32Array
}

/** A few epochs, so that running statistics and scales are no longer what they began with. */
async function trained(network: object, kind: TargetKind, changes: Partial<Recipe> = {}): Promise<Trained> {
  const table = tableFor(kind)
  const config: RunConfig = {
    network: networkSchema.parse(network),
    training: {
      optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
      learningRate: 0.01,
      batchSize: 16,
      epochs: 6,
      l2: 0,
      earlyStopping: null,
      seed: 3,
      threads: 1,
      timeLimitSeconds: null,
    },
  }
  const data = prepare(table, config.network, changes)
  const spec = engineSpec(data.fitted, config)
  const text = JSON.stringify(spec)
  expect(parameterCount(networkShapes(spec))).toBe(engine.parameterCount(text))
  const job = engine.startTraining(text, trainingDataOf(data), null, () => {})
  for (;;) {
    const { state, error } = job.poll()
    if (state === 'failed') throw new Error(error?.message)
    if (state === 'finished') break
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  const weights = new Float32Array(engine.weightsLength(text))
  const arrays = parameterLayout(spec).map(({ shape }) => shape.reduce((product, size) => product * size, 1))
  expect(arrays.reduce((sum, length) => sum + length, 0)).toBe(weights.length)
  job.readWeights('best', weights)
  return { table, fitted: data.fitted, spec, weights }
}

function prepare(table: Table, network: Network, changes: Partial<Recipe>): PreparedData {
  const sources = Object.fromEntries(
    table.columns.map(({ name }) => [name, { missingMarkers: [], reading: plainReading }]),
  )
  return prepareData(table, recipeFor('target', changes), { sources, needs: needsOf(network), onProgress: () => {} })
}

function tensorOf(feed: OnnxFeed): ort.Tensor {
  const dims = [feed.data.length, 1]
  return feed.type === 'string'
    ? new ort.Tensor('string', feed.data, dims)
    : feed.type === 'float32'
      ? new ort.Tensor('float32', feed.data, dims)
      : new ort.Tensor('float64', feed.data, dims)
}

interface Compared {
  own: number[]
  exported: Record<'onnx' | 'javascript' | 'python' | 'c' | 'sql', number[]>
  /** Null where PMML's neurons cannot say it. */
  pmml: number[] | null
}

/** Values of the files and of the studio, side by side; of classes their probabilities or scores. */
async function everyWay({ table, fitted, spec, weights }: Trained): Promise<Compared> {
  const { inputs, kept } = transformInputs(table, fitted, allRows(table))
  const outputs = new Float32Array(kept.length * outputUnits(spec))
  engine.predict(JSON.stringify(spec), weights, inputs, outputs)
  const decoded = decodePredictions(fitted, outputs)
  const own =
    decoded.task === 'regression' ? [...decoded.values, ...decoded.details] : Array.from(decoded.probabilities)

  const file = buildOnnxModel({ fitted, spec, weights, provenance })
  const session = await ort.InferenceSession.create(file, { logSeverityLevel: 3 })
  const schema = onnxSchema(fitted)
  const feeds = onnxFeeds(schema, table, kept).map((feed) => [feed.input, tensorOf(feed)] as const)
  const found = await session.run(Object.fromEntries(feeds))
  await session.release()
  const beside = onnxDetails(schema).length === 0 ? [] : Array.from(found[detailsOutput(schema)]!.data as Float32Array)
  const values = decoded.task === 'regression' ? Array.from(found['prediction']!.data as Float32Array) : []
  const javascript = await runJavaScript({ fitted, spec, weights }, table, kept)
  const python = await runPython({ fitted, spec, weights }, table, kept)
  const sql = runSql({ fitted, spec, weights }, table, kept)
  const c = await runC({ fitted, spec, weights }, table, kept)
  const pmml = runPmml({ fitted, spec, weights }, table, kept)
  return { own, exported: { onnx: [...values, ...beside], javascript, python, c, sql }, pmml }
}

/** The predicted numbers, then row by row what stands beside them. */
async function runJavaScript(model: Omit<Trained, 'table'>, table: Table, kept: Uint32Array): Promise<number[]> {
  const source = buildJavaScript({ program: programOf(model), provenance, vectors: [] })
  const { predict } = await importModule(source)
  const found = rawRows(model.fitted.rawInputs, table, kept).map(predict)
  const beside = found.flatMap(({ details, probabilities, scores }) =>
    Object.values(details ?? probabilities ?? scores ?? {}),
  )
  return model.fitted.target.task === 'regression'
    ? [...found.map(({ prediction }) => Number(prediction)), ...beside]
    : beside
}

async function runPython(model: Omit<Trained, 'table'>, table: Table, kept: Uint32Array): Promise<number[]> {
  const source = buildPython({ program: programOf(model), provenance, vectors: [] })
  const [found] = await predictInPython([{ source, rows: rawRows(model.fitted.rawInputs, table, kept) }])
  return numbersOf(model, found!)
}

async function runC(model: Omit<Trained, 'table'>, table: Table, kept: Uint32Array): Promise<number[]> {
  const source = buildC({ program: programOf(model), provenance, vectors: [] })
  return numbersOf(model, await predictInC(model.fitted, source, rawRows(model.fitted.rawInputs, table, kept)))
}

function runSql(model: Omit<Trained, 'table'>, table: Table, kept: Uint32Array): number[] {
  const select = buildSql({ program: programOf(model), provenance, vectors: [], dialect: sqlite })
  return numbersOf(model, predictInSqlite(model.fitted, select, rawRows(model.fitted.rawInputs, table, kept)))
}

function runPmml(model: Omit<Trained, 'table'>, table: Table, kept: Uint32Array): number[] | null {
  try {
    const document = buildPmml({ program: programOf(model), provenance, vectors: [] })
    return numbersOf(model, predictInPmml(document, rawRows(model.fitted.rawInputs, table, kept)))
  } catch (error) {
    if (error instanceof DescentError && error.message.startsWith('PMML cannot say this model')) return null
    throw error
  }
}

/** What is in the settings of a model that PMML's neurons cannot say. */
const beyondPmml = /layerNormalization|rmsNormalization|mish|"hinge"|"quantile"|"gaussian"|yeoJohnson/

function numbersOf({ fitted }: Pick<Trained, 'fitted'>, found: FoundRow[]): number[] {
  const beside = found.flatMap(({ details }) => details.map(Number))
  return fitted.target.task === 'regression'
    ? [...found.map(({ prediction }) => Number(prediction)), ...beside]
    : beside
}

async function expectAgreement(network: object, kind: TargetKind, changes: Partial<Recipe> = {}): Promise<void> {
  const model = await trained(network, kind, changes)
  const { own, exported, pmml } = await everyWay(model)
  expect(pmml === null).toBe(beyondPmml.test(JSON.stringify([network, changes])))
  const size = Math.max(1e-3, ...own.map(Math.abs))
  for (const found of [...Object.values(exported), ...(pmml === null ? [] : [pmml])]) {
    expect(found).toHaveLength(own.length)
    expect(Math.max(...own.map((value, i) => Math.abs(value - (found[i] ?? NaN)) / size))).toBeLessThan(1e-4)
  }
  // The network tells rows apart, so that agreement means something.
  expect(new Set(own.map((value) => value.toFixed(4))).size).toBeGreaterThan(5)
}

describe('every layer: parameters as the engine counts them, the exported files as the engine predicts', () => {
  it.each<[string, unknown[]]>([
    ['dense', [dense(8), dense(4, 'tanh')]],
    ['dense without bias', [{ ...dense(8), bias: false }]],
    ['a layer that only bends', [dense(8, 'linear'), { kind: 'activation', activation: 'mish' }]],
    ['prelu', [dense(8, 'linear'), { kind: 'prelu' }]],
    ['dropout', [dense(8), { kind: 'dropout', rate: 0.3 }]],
    [
      'batch normalization',
      [dense(8, 'linear'), { kind: 'batchNormalization' }, { kind: 'activation', activation: 'relu' }],
    ],
    ['layer normalization', [dense(8), { kind: 'layerNormalization' }]],
    ['RMS normalization', [dense(8), { kind: 'rmsNormalization' }]],
    ['a learned scale', [{ kind: 'scale' }, dense(8)]],
    [
      'a residual block',
      [dense(8), { kind: 'residual', layers: [dense(5), { kind: 'layerNormalization' }, dense(8, 'linear')] }],
    ],
    [
      'a residual block within another',
      [
        dense(6),
        { kind: 'residual', layers: [dense(6), { kind: 'residual', layers: [dense(6)] }, { kind: 'dropout' }] },
      ],
    ],
  ])('%s', (_name, hidden) => expectAgreement({ hidden }, 'number'))
})

describe('every way for inputs to enter', () => {
  it.each<[string, object]>([
    ['embeddings', { categories: { kind: 'embedding' } }],
    ['embeddings of a given length', { categories: { kind: 'embedding', dimension: 3 } }],
    ['periodic numbers', { numbers: { kind: 'periodic', frequencies: 5, dimension: 4 } }],
    ['periodic numbers with one layer', { numbers: { kind: 'periodic', frequencies: 5, dimension: 4, shared: true } }],
    ['piecewise-linear numbers', { numbers: { kind: 'piecewiseLinear', bins: 6 } }],
    [
      'piecewise-linear numbers with a layer',
      { numbers: { kind: 'piecewiseLinear', bins: 6, dimension: 3, activation: 'relu' } },
    ],
    ['both encoded', { numbers: { kind: 'piecewiseLinear', bins: 4 }, categories: { kind: 'embedding' } }],
  ])('%s', (_name, inputs) => expectAgreement({ hidden: [dense(8)], ...inputs }, 'number'))
})

describe('levels that are none of those encoded', () => {
  const steps = (encoding: object): Step[] =>
    [
      { kind: 'impute', columns: 'numbers', method: 'median' },
      { kind: 'standardize', columns: 'numbers' },
      { columns: 'categories', maxLevels: 2, ...encoding },
    ].map((step, at) => stepSchema.parse({ id: `step${at}`, ...step }))

  it.each<[string, object, object]>([
    ['as zeros among one-hot columns', {}, { kind: 'oneHot' }],
    ['as a row of zeros among embeddings', { categories: { kind: 'embedding' } }, { kind: 'oneHot' }],
    ['as a row of zeros where a step embeds', {}, { kind: 'embed' }],
  ])('%s', (_name, inputs, encoding) =>
    expectAgreement({ hidden: [dense(8)], ...inputs }, 'number', { steps: steps(encoding) }),
  )
})

describe('ensembles', () => {
  it.each(['adapters', 'independent'] as const)('%s', async (kind) => {
    await expectAgreement({ hidden: [dense(8), dense(6)], ensemble: { kind, members: 4 } }, 'number')
    await expectAgreement({ hidden: [dense(8)], ensemble: { kind, members: 3 } }, 'three')
  })
  it('with layers that share otherwise than the rest', () =>
    expectAgreement(
      {
        hidden: [{ ...dense(8), sharing: 'adapters' as const }, { ...dense(6), sharing: 'all' as const }, dense(5)],
        ensemble: { kind: 'independent', members: 3 },
      },
      'three',
    ))
  it('with layers before and after they differ', () =>
    expectAgreement(
      {
        hidden: [
          { kind: 'batchNormalization' },
          { kind: 'prelu' },
          { kind: 'residual', layers: [{ kind: 'layerNormalization' }, { kind: 'scale' }] },
          { kind: 'rmsNormalization' },
          { kind: 'dropout' },
          { kind: 'batchNormalization' },
          dense(6),
        ],
        ensemble: { kind: 'independent', members: 3 },
      },
      'three',
    ))
  it('of everything', () =>
    expectAgreement(
      {
        hidden: [
          { kind: 'scale', initial: 'normal' },
          dense(8),
          { kind: 'batchNormalization' },
          { kind: 'residual', layers: [{ kind: 'layerNormalization' }, dense(8), { kind: 'dropout' }] },
          { kind: 'prelu' },
        ],
        numbers: { kind: 'piecewiseLinear', bins: 4 },
        categories: { kind: 'embedding' },
        ensemble: { kind: 'adapters', members: 4 },
      },
      'two',
    ))
})

describe('every loss', () => {
  it.each<[string, TargetKind]>([
    ['meanSquaredError', 'number'],
    ['meanAbsoluteError', 'number'],
    ['huber', 'number'],
    ['logCosh', 'number'],
    ['quantile', 'number'],
    ['gaussian', 'number'],
    ['gamma', 'number'],
    ['poisson', 'count'],
    ['crossEntropy', 'two'],
    ['crossEntropy', 'three'],
    ['focal', 'two'],
    ['focal', 'three'],
    ['hinge', 'two'],
    ['hinge', 'three'],
  ])('%s of %s', (kind, target) => expectAgreement({ hidden: [dense(8)], loss: { kind } }, target))

  it('balanced and smoothed', () =>
    expectAgreement(
      { hidden: [dense(8)], loss: { kind: 'crossEntropy', classWeights: 'balanced', labelSmoothing: 0.1 } },
      'three',
    ))
})

describe('every transformation of the target', () => {
  it.each<[Recipe['targetTransform'], Recipe['targetScaling'], string]>([
    ['log', 'standardize', 'meanSquaredError'],
    ['log', 'none', 'quantile'],
    ['yeoJohnson', 'standardize', 'meanSquaredError'],
    ['yeoJohnson', 'standardize', 'quantile'],
    ['yeoJohnson', 'none', 'huber'],
  ])('%s, scaled by %s, %s', (targetTransform, targetScaling, kind) =>
    expectAgreement({ hidden: [dense(8)], loss: { kind } }, 'number', { targetTransform, targetScaling }),
  )
})
