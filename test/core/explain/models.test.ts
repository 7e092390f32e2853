import { expect, test } from 'vitest'
import { cellsOf, withNumbers } from '../../../src/core/explain/cells.ts'
import { candidatesOf } from '../../../src/core/explain/counterfactual/candidates.ts'
import { isMet, type Goal } from '../../../src/core/explain/counterfactual/goal.ts'
import { searchChanges } from '../../../src/core/explain/counterfactual/search.ts'
import { explainedModel } from '../../../src/core/explain/explainedModel.ts'
import { explainedColumns } from '../../../src/core/explain/explainedColumns.ts'
import { firstLayer } from '../../../src/core/explain/firstLayer.ts'
import { inputBlocks } from '../../../src/core/explain/inputBlocks.ts'
import { pairDependence } from '../../../src/core/explain/pairDependence.ts'
import { gridOf, partialDependence } from '../../../src/core/explain/partialDependence.ts'
import { permutationImportance } from '../../../src/core/explain/permutationImportance.ts'
import { relatedGroups } from '../../../src/core/explain/relatedColumns.ts'
import { createRandom } from '../../../src/core/random.ts'
import type { FittedRecipe } from '../../../src/shared/recipes.ts'
import { coded, numbers, tableOf } from '../../support/tables.ts'
import { fitSteps, stepOf } from '../../support/preparation.ts'
import { smallModel } from '../../support/models.ts'

const count = 120
const random = createRandom(11)
const uniform = () => random.uint32() / 2 ** 32
const a = Array.from({ length: count }, () => Math.round(100 * uniform()) / 10)
const b = Array.from({ length: count }, () => Math.round(10 * uniform()))
const place = Array.from({ length: count }, () => ['hill', 'shore', 'wood'][random.below(3)] ?? 'hill')
const columns = [numbers('a', a), numbers('b', b), coded('place', place)]
const rows = Uint32Array.from({ length: count }, (_, row) => row)

/** A model that is a function of its prepared inputs: a, b, place=hill, place=shore, place=wood. */
function modelOf(of: (inputs: ArrayLike<number>) => number, target?: Parameters<typeof fitSteps>[2]) {
  const { table, fitted } = fitSteps(columns, [stepOf('oneHot', { columns: ['place'] })], target)
  const width = fitted.inputs.length
  const spec = {
    layers: [{ kind: 'dense' as const, units: 1, activation: 'linear' as const, initialization: 'he' as const }],
  }
  const run = (inputs: Float32Array) =>
    Float32Array.from({ length: inputs.length / width }, (_, row) =>
      of(inputs.subarray(row * width, (row + 1) * width)),
    )
  const plain: FittedRecipe =
    fitted.target.task === 'regression' ? { ...fitted, target: { ...fitted.target, offset: 0, scale: 1 } } : fitted
  const names = plain.rawInputs.map(({ name }) => name)
  return { model: explainedModel(plain, spec, run), cells: cellsOf(table, names, rows), fitted: plain, names }
}

const linear = (inputs: ArrayLike<number>) => 2 * inputs[0]! - 3 * inputs[1]! + 5 * inputs[3]!

test('the partial dependence of an additive linear model is its line, and all curves are parallel to it', () => {
  const { model, cells } = modelOf(linear)
  const grid = gridOf(cells.columns[0]!)
  const values = grid.kind === 'category' ? [] : grid.values
  const { means, curves } = partialDependence(model, cells, { at: 0, grid, rows: count })
  const [line = []] = means
  for (const [at, x] of values.entries()) {
    expect(line[at]! - line[0]!).toBeCloseTo(2 * (x - values[0]!), 4)
    expect(curves[values.length + at]! - curves[values.length]!).toBeCloseTo(2 * (x - values[0]!), 4)
  }
  expect(values.length).toBeLessThanOrEqual(41)
  expect([values[0], values.at(-1)]).toEqual([Math.min(...a), Math.max(...a)])
})

test('levels stand from the most frequent on, and of two columns each cell says how many rows are near', () => {
  const { model, cells } = modelOf(linear)
  const grid = gridOf(cells.columns[2]!)
  const levels = grid.kind === 'category' ? grid.levels : []
  const often = (level: string) => place.filter((other) => other === level).length
  expect(levels.map(often)).toEqual(levels.map(often).toSorted((x, y) => y - x))
  const pair = pairDependence(model, cells, cells, {
    x: { at: 0, grid: gridOf(cells.columns[0]!) },
    y: { at: 2, grid },
    rows: 10,
  })
  expect(pair.counts.reduce((sum, one) => sum + one, 0)).toBe(count)
  const wide = pair.grids.x.kind === 'category' ? 0 : pair.grids.x.values.length
  const [means = []] = pair.means
  // Without an interaction the rows of the grid are parallel.
  const shore = levels.indexOf('shore')
  const other = levels.indexOf('hill')
  for (let x = 0; x < wide; x++) expect(means[shore * wide + x]! - means[other * wide + x]!).toBeCloseTo(5, 4)
})

test('a column that decides matters, one that is not used does not, and the same seed answers the same', () => {
  const { model, cells, fitted } = modelOf((inputs) => 2 * inputs[0]!)
  const actual = Float64Array.from(a, (x) => 2 * x)
  const ask = () =>
    permutationImportance(model, cells, actual, {
      columns: explainedColumns(fitted),
      metric: 'rmse',
      repeats: 4,
      seed: 3,
    })
  const { score, columns: found } = ask()
  expect(score).toBeCloseTo(0, 5)
  const [first, ...others] = found
  expect(first).toMatchObject({ name: 'a' })
  expect(first!.importance).toBeGreaterThan(3)
  expect(first!.interval.low).toBeGreaterThan(0)
  expect(first!.interval.low).toBeLessThan(first!.importance)
  for (const { importance } of others) expect(importance).toBeCloseTo(0, 9)
  expect(ask().columns).toEqual(found)
})

test('columns that go closely together are groups, also through a third', () => {
  const pairs = [
    { a: 'w', b: 'y', value: 0.9 },
    { a: 'x', b: 'y', value: 0.8 },
    { a: 'u', b: 'v', value: 0.4 },
  ]
  expect(relatedGroups(['u', 'v', 'w', 'x', 'y', 'z'], pairs)).toEqual([['w', 'x', 'y']])
})

test('what the first layer takes is dealt to raw columns, and its weights are those of the network', () => {
  const { fitted } = modelOf(linear)
  expect(inputBlocks(fitted, undefined)).toEqual([
    { name: 'a', inputs: [0] },
    { name: 'b', inputs: [1] },
    { name: 'place', inputs: [2, 3, 4] },
  ])
  const { spec, weights } = smallModel(fitted, 'tanh', 4)
  const layer = firstLayer(fitted, spec, weights)
  expect(layer?.inputs.map(({ from }) => from)).toEqual(['a', 'b', 'place', 'place', 'place'])
  expect(layer).toMatchObject({ units: 5, ofInputs: 5, ofUnits: 5 })
  expect(layer?.weights).toEqual(Array.from(weights.subarray(0, 25)))
})

test('changes reach the goal with the fewest columns, as little as the column’s digits allow, and leave locked ones', () => {
  const { model, cells, names, fitted } = modelOf(linear)
  const levels = [...new Set(place)]
  const hill = { name: 'place', kind: 'category' as const, codes: Int32Array.of(levels.indexOf('hill')), levels }
  const own = cellsOf(tableOf(numbers('a', [3]), numbers('b', [4]), hill), names, Uint32Array.of(0))
  const goal: Goal = { kind: 'atLeast', value: 1.3 }
  const limits = { mostChanges: 3, mostAnswers: 5 }
  const found = searchChanges(model, candidatesOf(cells, own, new Set()), goal, limits)
  expect(found.answers.length).toBeGreaterThan(0)
  expect(found.nearest).toBeNull()
  for (const { prediction } of found.answers) expect(isMet(goal, prediction)).toBe(true)
  const single = found.answers.filter(({ changes }) => changes.length === 1)
  // 2 a - 12 >= 1.3, in tenths; 6 - 3 b >= 1.3, in whole numbers.
  const valueOf = (answer: (typeof single)[number]) => {
    const [{ column, to }] = answer.changes as [(typeof answer.changes)[number]]
    const cell = found.cells.columns[column.at]!
    return [column.name, 'values' in cell ? cell.values[to] : cell.levels[cell.codes[to]!]]
  }
  expect(single.map(valueOf)).toContainEqual(['a', 6.7])
  expect(single.map(valueOf)).toContainEqual(['b', 1])
  const locked = searchChanges(model, candidatesOf(cells, own, new Set(['a', 'b'])), goal, limits)
  expect(locked.answers).toEqual([])
  // The shore adds 5 to -6, and no other level more.
  expect(locked.nearest?.prediction[0]).toBeCloseTo(-1, 5)
  expect(fitted.rawInputs.map(({ name }) => name)).toEqual(names)
})

test('rows put together have the same inputs whether the recipe is gone through once or anew', () => {
  const { table, fitted } = fitSteps(columns, [stepOf('standardize'), stepOf('oneHot', { columns: ['place'] })])
  const names = fitted.rawInputs.map(({ name }) => name)
  const seen: Float32Array[] = []
  const { spec } = smallModel(fitted, 'tanh', 1)
  const model = explainedModel(fitted, spec, (inputs) => {
    seen.push(inputs)
    return new Float32Array(inputs.length / fitted.inputs.length)
  })
  const cells = cellsOf(table, names, rows)
  // Of other lengths, which the short cut does not take.
  const longer = withNumbers(cells, 0, [1])
  const picks = names.map(() => Uint32Array.from({ length: 500 }, () => random.below(count)))
  model.outputs(cells, picks, 500)
  model.outputs(longer, picks, 500)
  expect(seen[0]).toEqual(seen[1])
  expect(new Set(seen[0]).size).toBeGreaterThan(50)
})
