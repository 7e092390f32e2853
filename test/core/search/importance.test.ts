import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../src/core/random.ts'
import { drawPoint, uniform } from '../../../src/core/search/draw.ts'
import { treeVariance } from '../../../src/core/search/fanova.ts'
import { growTree, type ForestColumn, type RegressionTree } from '../../../src/core/search/forest.ts'
import { importanceOf } from '../../../src/core/search/importance.ts'
import { searchSpaceSchema, type SearchPoint, type Trial } from '../../../src/shared/search.ts'
import reference from './reference.json' with { type: 'json' }
import { finished } from './spaces.ts'

const minimize = { direction: 'minimize', seed: 4 } as const

/** What a tree says of a row, by a walk of its own. */
function predict(tree: RegressionTree, row: number[], node = 0): number {
  const column = tree.columns[node]!
  if (column < 0) return tree.values[node]!
  const threshold = tree.thresholds[node]!
  const isLeft = Number.isNaN(threshold) ? tree.leftLevels[node]!.has(row[column]!) : row[column]! <= threshold
  return predict(tree, row, isLeft ? tree.left[node] : tree.right[node])
}

/** Levels, and numbers that are multiples of 1/8: so coarse that every box of a tree is known by its middle. */
const anyTable = fc
  .record({ levels: fc.integer({ min: 1, max: 4 }), rows: fc.integer({ min: 2, max: 25 }), seed: fc.nat() })
  .map(({ levels, rows, seed }) => {
    const random = createRandom(seed)
    const drawn = (draw: () => number): Float64Array => Float64Array.from({ length: rows }, draw)
    const columns: ForestColumn[] = [
      { values: drawn(() => random.below(9) / 8), levels: null },
      { values: drawn(() => random.below(levels)), levels },
      { values: drawn(() => random.below(9) / 8), levels: null },
    ]
    return { columns, scores: drawn(() => random.below(20) - 10), random }
  })

describe('a regression tree', () => {
  it('tells all rows apart that differ, and says the mean of those that do not', () => {
    fc.assert(
      fc.property(anyTable, ({ columns, scores, random }) => {
        const tree = growTree(
          columns,
          scores,
          Uint32Array.from(scores, (_, row) => row),
          random,
        )
        const rowOf = (row: number): number[] => columns.map(({ values }) => values[row]!)
        for (const row of scores.keys()) {
          const same = [...scores.keys()].filter((other) => String(rowOf(other)) === String(rowOf(row)))
          const mean = same.reduce((sum, other) => sum + scores[other]!, 0) / same.length
          expect(predict(tree, rowOf(row))).toBeCloseTo(mean, 9)
        }
      }),
    )
  })

  it('splits first where the squared error falls most', () => {
    const columns: ForestColumn[] = [
      { values: Float64Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6), levels: null },
      { values: Float64Array.of(0, 1, 2, 0, 1, 2), levels: 3 },
    ]
    // Level 1 is high, levels 0 and 2 are low.
    const scores = Float64Array.of(0, 9, 1, 0.5, 10, 1.5)
    const tree = growTree(columns, scores, Uint32Array.of(0, 1, 2, 3, 4, 5), createRandom(1))
    expect(tree.columns[0]).toBe(1)
    expect([...tree.leftLevels[0]!]).toEqual([0, 2])
  })
})

describe('the variance of a tree', () => {
  it('is that of Optuna for the trees of scikit-learn', () => {
    for (const { total, main, ...arrays } of reference.trees) {
      const columns = arrays.columns.map((column) => Math.max(column, -1))
      const tree: RegressionTree = { ...arrays, columns, leftLevels: columns.map(() => new Set<number>()) }
      const found = treeVariance(
        tree,
        main.map(() => ({ levels: null })),
      )
      expect(found.total / total).toBeCloseTo(1, 9)
      for (const [column, variance] of main.entries())
        expect(found.main[column]! / total).toBeCloseTo(variance / total, 9)
    }
  })

  it('is that of its predictions over the whole space, with levels too', () => {
    fc.assert(
      fc.property(anyTable, ({ columns, scores, random }) => {
        const tree = growTree(
          columns,
          scores,
          Uint32Array.from(scores, (_, row) => row),
          random,
        )
        // Cuts lie at multiples of 1/16: sixteen middles stand for every place.
        const listed = columns.map(({ levels }) =>
          Array.from({ length: levels ?? 16 }, (_, at) => (levels === null ? (at + 0.5) / 16 : at)),
        )
        const all = listed.reduce<number[][]>(
          (rows, values) => rows.flatMap((row) => values.map((v) => [...row, v])),
          [[]],
        )
        const predictions = all.map((row) => predict(tree, row))
        const varianceOf = (values: number[]): number => {
          const mean = values.reduce((sum, value) => sum + value, 0) / values.length
          return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
        }
        const { total, main } = treeVariance(tree, columns)
        expect(total).toBeCloseTo(varianceOf(predictions), 9)
        for (const [column, values] of listed.entries()) {
          const marginal = values.map((value) => {
            const of = predictions.filter((_, index) => all[index]![column] === value)
            return of.reduce((sum, prediction) => sum + prediction, 0) / of.length
          })
          expect(main[column]).toBeCloseTo(varianceOf(marginal), 9)
        }
      }),
    )
  })
})

describe('importance', () => {
  const space = searchSpaceSchema.parse({
    parameters: [
      { path: 'training.a', kind: 'float', low: 1e-4, high: 1, log: true },
      { path: 'training.b', kind: 'int', low: 1, high: 1000 },
      { path: 'training.c', kind: 'choice', values: ['x', 'y', 'z'] },
      { path: 'training.d', kind: 'float', low: -1, high: 1 },
    ],
  })
  const trials = (count: number, score: (point: SearchPoint) => number): Trial[] => {
    const random = createRandom(11)
    return Array.from({ length: count }, () => {
      const point = drawPoint(space, random)
      return finished(point, score(point))
    })
  }
  const sharesOf = (history: Trial[]): number[] =>
    importanceOf(space, minimize, history)!.parameters.map(({ share }) => share)

  it('is near to the true shares of the variance', () => {
    // Places uniform over 0 to 1 with weights 4 and 2, levels 0, 1.5, 3: variances 16/12, 4/12, 1.5, 0.
    const history = trials(400, (point) => {
      const place = 1 + Math.log10(Number(point['training.a'])) / 4
      const level = ['x', 'y', 'z'].indexOf(point['training.c'] as string)
      return 4 * place + 2 * (Number(point['training.b']) / 1000) + 1.5 * level
    })
    const total = 16 / 12 + 4 / 12 + 1.5
    for (const [column, variance] of [16 / 12, 4 / 12, 1.5, 0].entries()) {
      expect(Math.abs(sharesOf(history)[column]! - variance / total)).toBeLessThan(0.05)
    }
  })

  it('leaves to interactions what parameters do only together', () => {
    const history = trials(400, (point) => {
      const sign = point['training.c'] === 'x' ? 1 : point['training.c'] === 'y' ? -1 : 0
      return sign * Number(point['training.d'])
    })
    const { parameters, interactions } = importanceOf(space, minimize, history)!
    expect(interactions).toBeGreaterThan(0.7)
    expect(parameters.reduce((sum, { share }) => sum + share, 0) + interactions).toBeCloseTo(1, 9)
  })

  it('does not let one explosion be all the variance', () => {
    const calm = trials(60, (point) => Number(point['training.d']))
    const worst = finished({ 'training.a': 0.5, 'training.b': 1, 'training.c': 'x', 'training.d': 0 }, 1e12)
    const [, , , d] = sharesOf([...calm, worst])
    expect(d).toBeGreaterThan(0.6)
  })

  it('is of the trials that have a score, and the same for the same ones', () => {
    const history = trials(20, (point) => Number(point['training.d']))
    const others: Trial[] = [
      { ...history[0]!, state: 'failed', score: 1e9 },
      { ...history[1]!, state: 'running', score: 7 },
      { ...history[2]!, state: 'failed', score: null },
    ]
    expect(sharesOf([...history, ...others])).toEqual(sharesOf(history))
  })

  it('is not known from few trials, or where nothing matters', () => {
    expect(
      importanceOf(
        space,
        minimize,
        trials(4, () => uniform(createRandom(1))),
      ),
    ).toBeNull()
    expect(
      importanceOf(
        space,
        minimize,
        trials(30, () => 2),
      ),
    ).toBeNull()
  })

  it('takes a parameter that was not searched to stand in its middle', () => {
    const history = trials(30, (point) => Number(point['training.d']))
    const without = history.map((trial, index): Trial => {
      const { 'training.b': _, ...point } = trial.point
      return index % 2 === 0 ? { ...trial, point } : trial
    })
    const middle = history.map((trial, index): Trial =>
      index % 2 === 0 ? { ...trial, point: { ...trial.point, 'training.b': 500.5 } } : trial,
    )
    expect(sharesOf(without)).toEqual(sharesOf(middle))
  })
})
