import { describe, expect, it } from 'vitest'
import { decodePredictions, detailNames } from '../../../src/core/network/predictions.ts'
import { inputCount } from '../../../src/core/network/features.ts'
import { networkShapes } from '../../../src/core/network/shapes.ts'
import { engineSpec } from '../../../src/core/network/spec.ts'
import { addEdges } from '../../../src/core/recipe/edges.ts'
import { fitRecipe } from '../../../src/core/recipe/fit.ts'
import { needsOf, plainNeeds } from '../../../src/core/recipe/needs.ts'
import { prepareRows } from '../../../src/core/recipe/usableRows.ts'
import { previewRecipe } from '../../support/preview.ts'
import { partWeights, rowWeights } from '../../../src/core/recipe/rowWeights.ts'
import { transformInputs } from '../../../src/core/recipe/transform.ts'
import { defaultRunConfig } from '../../../src/core/defaults/runConfig.ts'
import type { Table } from '../../../src/core/table.ts'
import { DescentError } from '../../../src/shared/errors.ts'
import { stepSchema, type Step } from '../../../src/shared/recipes.ts'
import { networkSchema, type Network } from '../../../src/shared/training.ts'
import { allRows, coded, numbers, recipeFor, tableOf } from '../../support/tables.ts'

const twenty = Array.from({ length: 20 }, (_, i) => i)
const { training: settings } = defaultRunConfig({
  rows: 20,
  inputs: 2,
  task: 'regression',
  classes: null,
  preset: 'fast',
  seed: 0,
})
// What is recorded beside the loss goes with the task.
const training = { ...settings, metrics: [] }

function tableWith(target: Table['columns'][number]): Table {
  return tableOf(
    numbers('a', twenty),
    coded(
      'city',
      twenty.map((i) => (i === 7 ? null : (['x', 'y', 'z'][i % 3] ?? null))),
    ),
    target,
  )
}

const amounts = tableWith(
  numbers(
    'target',
    twenty.map((i) => i + 1),
  ),
)
const classes = tableWith(
  coded(
    'target',
    twenty.map((i) => (i % 5 === 0 ? 'rare' : i % 5 === 1 ? 'other' : 'usual')),
  ),
)

/** All rows are for training, unscaled, with categories as they are. */
const recipe = recipeFor('target', {
  steps: [{ kind: 'oneHot', id: 'encode', enabled: true, columns: 'categories', maxLevels: 2 }],
  split: { validation: 0, test: 0, stratify: false, seed: 1 },
})

function networkOf(part: object): Network {
  return networkSchema.parse({ hidden: [], ...part })
}

function fitFor(table: Table, network: Network) {
  return fitRecipe(table, recipe, { needs: needsOf(network) })
}

function specFor(table: Table, part: object) {
  const network = networkOf(part)
  return engineSpec(fitFor(table, network).fitted, { network, training })
}

describe('categories as indices', () => {
  it('are one column each: the fitted level, or -1 for any other and for none', () => {
    const { fitted } = fitFor(amounts, networkOf({ categories: { kind: 'embedding' } }))
    expect(fitted.inputs).toEqual([
      { name: 'a', from: 'a' },
      { name: 'city', from: 'city', levels: 2 },
    ])
    const { inputs } = transformInputs(amounts, fitted, Uint32Array.of(0, 1, 2, 7))
    expect([...inputs]).toEqual([0, 0, 1, 1, 2, -1, 7, -1])
  })

  it('are looked up as 0/1 columns by every other network', () => {
    const network = networkOf({})
    const { fitted } = fitFor(amounts, network)
    expect(fitted.inputs.map(({ name }) => name)).toEqual(['a', 'city'])
    expect(inputCount(fitted, network.categories)).toBe(3)
    const spec = engineSpec(fitted, { network, training })
    expect(spec.features).toEqual([
      { kind: 'number', columns: [0] },
      { kind: 'oneHot', column: 1, levels: 2 },
    ])
    expect(networkShapes(spec, fitted.inputs)[0]).toMatchObject({ kind: 'dense', inputs: 3 })
  })

  it('stay 0/1 columns where a step scaled them', () => {
    const steps: Step[] = [
      { kind: 'oneHot', id: 'encode', enabled: true, columns: 'categories', maxLevels: 2 },
      { kind: 'standardize', id: 'scale', enabled: true, columns: ['city=x'] },
    ]
    const { fitted } = fitRecipe(amounts, { ...recipe, steps }, { needs: needsOf(networkOf({})) })
    expect(fitted.inputs.map(({ name }) => name)).toEqual(['a', 'city=x', 'city=y'])
  })

  it('are told to the engine with a length that grows with the levels', () => {
    expect(specFor(amounts, { categories: { kind: 'embedding' } }).features).toEqual([
      { kind: 'number', columns: [0] },
      {
        kind: 'embedding',
        column: 1,
        levels: 2,
        dimension: 2,
        initialization: 'normal',
        initializationScale: 0.1,
      },
    ])
  })

  it('are drawn by the name of their column', () => {
    const network = networkOf({ categories: { kind: 'embedding' } })
    const { fitted } = fitFor(amounts, network)
    const [first] = networkShapes(engineSpec(fitted, { network, training }), fitted.inputs)
    expect(first).toMatchObject({ kind: 'embedding', column: 'city', inputs: 2 })
  })
})

describe('edges of bins', () => {
  it('are quantiles of the training rows, each value once, of numbers only', () => {
    const { fitted } = fitFor(amounts, networkOf({}))
    const rows = Float32Array.from([0, 0, 0, 1, 10, 1, 100, 0])
    const edged = addEdges(fitted, rows, 4)
    // Of 0, 0, 10, 100: the quarters lie at 0, 0, 5, 32.5 and 100.
    expect(edged.inputs).toEqual([
      { name: 'a', from: 'a', edges: [0, 5, 32.5, 100] },
      { name: 'city', from: 'city', levels: 2 },
    ])
  })

  it('are of every input that is a number, whatever it was made of', () => {
    const steps = [
      { kind: 'targetEncode', id: 'means', columns: ['city'] },
      { kind: 'bin', id: 'bins', columns: ['a'], bins: 2, output: 'category' },
      { kind: 'oneHot', id: 'encode', columns: ['a'] },
    ].map((one) => stepSchema.parse(one))
    const { fitted } = fitRecipe(amounts, { ...recipe, steps }, { needs: { ...plainNeeds, categories: 'columns' } })
    const [low, high, city] = fitted.inputs
    expect(fitted.inputs).toHaveLength(3)
    expect([low, high].map((input) => [input?.from, input?.numeric])).toEqual([
      ['a', false],
      ['a', false],
    ])
    expect(city).toEqual({ name: 'city', from: 'city', numeric: true })
    const edged = addEdges(fitted, Float32Array.from([0, 1, 0.5, 1, 0, 2.5]), 4)
    expect(edged.inputs.map(({ edges }) => edges !== undefined)).toEqual([false, false, true])
    const network = networkOf({ numbers: { kind: 'periodic' } })
    const features = engineSpec(fitted, { network, training }).features
    expect(features).toMatchObject([
      { kind: 'number', columns: [0, 1] },
      { kind: 'periodic', columns: [2] },
    ])
  })

  it('are none where a number does not vary, which then stays as it is', () => {
    const { fitted } = fitFor(amounts, networkOf({}))
    const edged = addEdges(fitted, Float32Array.from([3, 0, 3, 1]), 4)
    expect(edged.inputs[0]).toEqual({ name: 'a', from: 'a' })
    const network = networkOf({ numbers: { kind: 'piecewiseLinear' } })
    expect(engineSpec(edged, { network, training }).features?.[0]).toEqual({ kind: 'number', columns: [0] })
  })
})

describe('a target that must not be negative', () => {
  it('is seen in units of its mean, never shifted', () => {
    for (const kind of ['poisson', 'gamma']) {
      expect(fitFor(amounts, networkOf({ loss: { kind } })).fitted.target).toMatchObject({ offset: 0, scale: 10.5 })
    }
  })

  it.each([
    ['gamma', 0, /Gamma loss is for numbers above 0, but “target” is 0 in row 3/],
    ['poisson', -1, /Poisson loss is for counts, 0 or more, but “target” is -1 in row 3/],
  ])('is refused by %s where it is %d, with the row', (kind, value, message) => {
    const table = tableWith(
      numbers(
        'target',
        twenty.map((i) => (i === 2 ? value : i + 1)),
      ),
    )
    expect(() => fitFor(table, networkOf({ loss: { kind } }))).toThrow(message)
  })
})

describe('outputs that are more than a number', () => {
  it('quantiles stand in order, the one nearest to the median is the prediction', () => {
    const { fitted } = fitFor(amounts, networkOf({ loss: { kind: 'quantile', quantiles: [0.1, 0.4, 0.9] } }))
    const plain = { ...fitted, target: { ...fitted.target, offset: 100, scale: 10 } } as typeof fitted
    expect(decodePredictions(plain, Float32Array.of(0, 1, 2, 3, 1, 2))).toEqual({
      task: 'regression',
      values: Float64Array.of(110, 120),
      details: Float64Array.of(100, 110, 120, 110, 120, 130),
    })
    expect(detailNames(fitted.target)).toEqual(['quantile_0.1', 'quantile_0.4', 'quantile_0.9'])
  })

  it('a Gaussian gives the mean, its deviation and the middle 90 %', () => {
    const { fitted } = fitFor(amounts, networkOf({ loss: { kind: 'gaussian' } }))
    const plain = { ...fitted, target: { ...fitted.target, offset: 100, scale: 10 } } as typeof fitted
    const found = decodePredictions(plain, Float32Array.of(1, 0.5))
    expect(found).toMatchObject({ values: Float64Array.of(110) })
    const [deviation, lower, upper] = found.task === 'regression' ? found.details : []
    expect(deviation).toBe(5)
    expect(lower).toBeCloseTo(110 - 8.224, 3)
    expect(upper).toBeCloseTo(110 + 8.224, 3)
  })

  it('hinge gives scores, not probabilities', () => {
    const { fitted } = fitFor(classes, networkOf({ loss: { kind: 'hinge' } }))
    expect(detailNames(fitted.target)).toEqual(['score_other', 'score_rare', 'score_usual'])
  })
})

describe('weights of classes', () => {
  it('balanced, each class weighs as much as any other', () => {
    const { lossOptions } = specFor(classes, { loss: { kind: 'crossEntropy', classWeights: 'balanced' } })
    const counts = [4, 4, 12]
    const totals = lossOptions?.classWeights?.map((weight, k) => weight * (counts[k] ?? 0))
    for (const total of totals ?? []) expect(total).toBeCloseTo(20 / 3, 10)
    expect(totals).toHaveLength(3)
  })

  it('by name, 1 for the others; an unknown name is refused', () => {
    const { lossOptions } = specFor(classes, { loss: { kind: 'focal', classWeights: { rare: 5 } } })
    expect(lossOptions).toEqual({ gamma: 2, classWeights: [1, 5, 1] })
    expect(() => specFor(classes, { loss: { kind: 'focal', classWeights: { raer: 5 } } })).toThrow(/raer/)
  })

  it('a loss of the other task is refused with those that fit', () => {
    expect(() => specFor(classes, { loss: { kind: 'huber' } })).toThrow(/network\.loss is huber/)
    expect(() => specFor(amounts, { loss: { kind: 'hinge' } })).toThrow(DescentError)
  })
})

describe('weights of rows', () => {
  const weighted = { ...recipe, roles: { a: 'weight' as const } }

  it('are the numbers of the column with that role', () => {
    expect(rowWeights(amounts, weighted, Uint32Array.of(3, 5), new Float32Array(2))).toEqual(Float32Array.of(3, 5))
    expect(rowWeights(amounts, recipe, allRows(amounts), new Float32Array(20))).toBeNull()
  })

  it.each([
    [null, /is missing in row 2/],
    [-1, /is -1 in row 2/],
  ])('a weight of %s is refused with its row', (value, message) => {
    const table = tableOf(numbers('a', [1, value, 1]), numbers('target', [1, 2, 3]))
    expect(() => rowWeights(table, weighted, allRows(table), new Float32Array(3))).toThrow(message)
  })
})

describe('weights of the parts', () => {
  const weighted = (values: (number | null)[]) => {
    const table = tableOf(
      numbers('w', values),
      numbers(
        'x',
        values.map((_, row) => row),
      ),
      numbers(
        'target',
        values.map((_, row) => row * row),
      ),
    )
    const split = { validation: 0.25, test: 0.25, stratify: false, seed: 0 }
    return { table, recipe: recipeFor('target', { roles: { w: 'weight' }, task: 'regression', split }) }
  }
  const dealt = (values: (number | null)[]) => {
    const { table, recipe } = weighted(values)
    return { table, recipe, rows: prepareRows(table, recipe).rows }
  }
  const some = Array.from({ length: 20 }, (_, row) => row + 1)

  it.each(['train', 'validation'] as const)('that are all 0 in %s are refused, and found in the preview', (part) => {
    const of = dealt(some)
    const values = some.map((weight, row) => (of.rows[part].includes(row) ? 0 : weight))
    const { table, recipe } = weighted(values)
    const said = new RegExp(`“w” is 0 in all ${of.rows[part].length} ${part === 'train' ? 'training' : part} rows`)
    expect(() => partWeights(table, recipe, of.rows)).toThrow(said)
    const { findings } = previewRecipe(table, recipe)
    expect(findings).toContainEqual(
      expect.objectContaining({ kind: 'unusableWeight', message: expect.stringMatching(said) }),
    )
    expect(previewRecipe(table, recipe, { wholeRows: 1000 }).findings).toEqual([])
  })

  it('that are missing are found in the preview, and in a sample of it by their row of the table', () => {
    const { table, recipe } = weighted(some.map((weight, row) => (row === 4 ? null : weight)))
    const messages = (of: Table, wholeRows: number) =>
      previewRecipe(of, recipe, { wholeRows }).findings.map(({ message }) => message)
    expect(messages(table, 20)).toEqual([expect.stringMatching(/“w” is missing in row 5/)])
    const rowNumbers = Uint32Array.from(some, (row) => row * 10)
    expect(messages({ ...table, rowNumbers }, 1000)).toEqual([expect.stringMatching(/“w” is missing in row 51/)])
  })

  it('are those of each part', () => {
    const { table, recipe, rows } = dealt(some)
    expect(partWeights(table, recipe, rows)?.train).toEqual(Float32Array.from(rows.train, (row) => row + 1))
  })
})

describe('residual blocks', () => {
  const dense = (units: number) => ({ units, activation: 'relu', initialization: 'he' })

  it('that do not end as wide as they begin are refused with their place', () => {
    const hidden = [dense(4), { kind: 'residual', layers: [dense(8), { kind: 'residual', layers: [dense(3)] }] }]
    expect(() => specFor(amounts, { hidden })).toThrow(/network\.hidden\.1\.layers\.1 .* 3 results to the 8 numbers/)
  })

  it('of an ensemble share as the other layers do', () => {
    const hidden = [dense(4), { kind: 'residual', layers: [dense(4)] }]
    const spec = specFor(amounts, { hidden, ensemble: { kind: 'adapters', members: 8 } })
    expect(spec.members).toBe(8)
    expect(spec.layers[1]).toMatchObject({ kind: 'residual', layers: [{ units: 4, sharing: 'adapters' }] })
    expect(spec.layers[2]).toMatchObject({ units: 1, sharing: 'own' })

    const mixed = [{ ...dense(4), sharing: 'own' }, { ...dense(4), sharing: 'all' }, dense(4)]
    const { layers } = specFor(amounts, { hidden: mixed, ensemble: { kind: 'adapters', members: 8 } })
    expect(layers.map((layer) => layer.kind === 'dense' && layer.sharing)).toEqual(['own', 'all', 'adapters', 'own'])
  })
})
