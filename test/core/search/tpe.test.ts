import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../src/core/random.ts'
import { nextPoint } from '../../../src/core/search/next.ts'
import { toUnit, type NumberParameter } from '../../../src/core/search/parameters.ts'
import { parzenEstimator } from '../../../src/core/search/parzen.ts'
import { rankTrials, tpeSampler } from '../../../src/core/search/tpe.ts'
import {
  searchSpaceSchema,
  type SearchPoint,
  type SearchSettings,
  type SearchSpace,
  type Trial,
} from '../../../src/shared/search.ts'
import { finished } from './spaces.ts'

const settings: SearchSettings = {
  method: 'tpe',
  trials: 50,
  timeSeconds: null,
  halving: null,
  metric: 'loss',
  direction: 'minimize',
  seed: 0,
  parallel: 1,
}

const numbers = (count: number, low: number, high: number): SearchSpace =>
  searchSpaceSchema.parse({
    parameters: Array.from({ length: count }, (_, at) => ({ path: `training.x${at}`, kind: 'float', low, high })),
  })
const valuesOf = (point: SearchPoint): number[] => Object.values(point).map(Number)

/** Functions that are usual for trying optimizers out, each with its minimum at 0. */
const functions: Record<string, { space: SearchSpace; f: (point: SearchPoint) => number }> = {
  sphere: { space: numbers(5, -5, 5), f: (point) => valuesOf(point).reduce((sum, x) => sum + (x - 1) ** 2, 0) },
  Branin: {
    space: searchSpaceSchema.parse({
      parameters: [
        { path: 'training.x', kind: 'float', low: -5, high: 10 },
        { path: 'training.y', kind: 'float', low: 0, high: 15 },
      ],
    }),
    f: (point) => {
      const [x = 0, y = 0] = valuesOf(point)
      const valley = y - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 / Math.PI) * x - 6
      return valley ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10 - 0.397887
    },
  },
  Rosenbrock: {
    space: numbers(4, -2, 2),
    f: (point) => {
      const all = valuesOf(point)
      return all.slice(1).reduce((sum, y, at) => sum + 100 * (y - all[at]! ** 2) ** 2 + (1 - all[at]!) ** 2, 0)
    },
  },
  'a training in small': {
    space: searchSpaceSchema.parse({
      parameters: [
        { path: 'training.optimizer', kind: 'choice', values: ['slow', 'good', 'bad'] },
        { path: 'training.learningRate', kind: 'float', low: 1e-5, high: 1, log: true },
        { path: 'network.depth', kind: 'int', low: 1, high: 6 },
        { path: 'network.width', kind: 'int', low: 8, high: 512, log: true },
        {
          path: 'training.momentum',
          kind: 'float',
          low: 0,
          high: 1,
          conditions: [{ path: 'training.optimizer', values: ['good'] }],
        },
      ],
    }),
    f: (point) => {
      const of = (path: string): number => Number(point[path])
      const kind = { slow: 0.3, good: 0, bad: 0.5 }[point['training.optimizer'] as 'slow' | 'good' | 'bad']
      const momentum = 'training.momentum' in point ? (of('training.momentum') - 0.8) ** 2 : 0
      return (
        kind +
        momentum +
        (Math.log10(of('training.learningRate')) + 2.5) ** 2 / 4 +
        (of('network.depth') - 3) ** 2 / 10 +
        Math.log2(of('network.width') / 100) ** 2 / 20
      )
    },
  },
}

/** The best score of a search, with so many trials under way at a time. */
function bestOf(
  { space, f }: (typeof functions)[string],
  changed: Partial<SearchSettings>,
  parallel = 1,
): { score: number; points: SearchPoint[] } {
  const history: Trial[] = []
  const sign = changed.direction === 'maximize' ? -1 : 1
  for (let i = 0; i < settings.trials; i++) {
    const next = nextPoint(space, { ...settings, ...changed }, history)
    if (next.kind === 'done') break
    history.push({ ...finished(next.point, 0), state: 'running', score: null })
    const due = i - parallel + 1
    if (due >= 0) history[due] = finished(history[due]!.point, sign * f(history[due]!.point))
  }
  const scores = history.flatMap(({ score }) => (score === null ? [] : [sign * score]))
  return { score: Math.min(...scores), points: history.map(({ point }) => point) }
}

/** The chance that a search of one kind ends better than one of another. */
function wins(a: number[], b: number[]): number {
  return a.reduce((sum, x) => sum + b.filter((y) => x < y).length, 0) / (a.length * b.length)
}

const seeds = Array.from({ length: 16 }, (_, seed) => seed)

describe('TPE', () => {
  it.each(Object.entries(functions))('finds better points than chance: %s', (_, problem) => {
    const tpe = seeds.map((seed) => bestOf(problem, { seed }).score)
    const random = seeds.map((seed) => bestOf(problem, { seed, method: 'random' }).score)
    expect(wins(tpe, random)).toBeGreaterThan(0.7)
  })

  it('does so with eight trials at a time, which all differ', () => {
    const problem = functions['sphere']!
    const found = seeds.map((seed) => bestOf(problem, { seed }, 8))
    const random = seeds.map((seed) => bestOf(problem, { seed, method: 'random' }, 8).score)
    expect(
      wins(
        found.map(({ score }) => score),
        random,
      ),
    ).toBeGreaterThan(0.8)
    for (const { points } of found)
      expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(points.length)
  })

  it('seeks what is great where that is better', () => {
    const problem = functions['sphere']!
    const great = bestOf(problem, { direction: 'maximize', seed: 3 })
    expect(great.score).toBe(bestOf(problem, { seed: 3 }).score)
  })

  it('keeps away from trials that are under way', () => {
    const space = numbers(1, 0, 1)
    const known = Array.from({ length: 40 }, (_, at) => finished({ 'training.x0': at / 40 }, Math.abs(at / 40 - 0.5)))
    const running = Array.from({ length: 12 }, (_, at): Trial => ({
      ...finished({ 'training.x0': 0.47 + at / 1000 }, 0),
      state: 'running',
      score: null,
    }))
    const near = (history: Trial[]): number => {
      const draw = tpeSampler(space, 'minimize', history)
      const random = createRandom(5)
      const points = Array.from({ length: 200 }, () => valuesOf(draw(random))[0]!)
      return points.filter((x) => Math.abs(x - 0.475) < 0.02).length
    }
    expect(near([...known, ...running])).toBeLessThan(near(known) / 2)
  })
})

describe('the order of trials', () => {
  it('has the finished first, then those that were stopped late, and failures last', () => {
    const point = {}
    const stopped = (epoch: number, score: number): Trial => ({
      point,
      state: 'pruned',
      score,
      rungs: [{ epoch, score }],
    })
    const failed: Trial = { point, state: 'failed', score: 0.01, rungs: [] }
    const running: Trial = { point, state: 'running', score: 0.02, rungs: [] }
    const history = [
      failed,
      stopped(2, 0.1),
      running,
      finished(point, 0.9),
      stopped(8, 0.5),
      stopped(8, 0.4),
      finished(point, 0.3),
    ]
    const scores = (direction: 'minimize' | 'maximize') => rankTrials(history, direction).map(({ score }) => score)
    expect(scores('minimize')).toEqual([0.3, 0.9, 0.4, 0.5, 0.1, 0.01])
    expect(scores('maximize')).toEqual([0.9, 0.3, 0.5, 0.4, 0.1, 0.01])
  })
})

describe('the Parzen estimator', () => {
  it('is a density: it sums to 1 over all values, and over the places of a range', () => {
    const space = searchSpaceSchema.parse({
      parameters: [
        { path: 'training.a', kind: 'choice', values: ['x', null, 'z'] },
        { path: 'training.b', kind: 'int', low: 1, high: 9, log: true },
        { path: 'training.c', kind: 'float', low: 1, high: 100, log: true },
      ],
    })
    const points: SearchPoint[] = [
      { 'training.a': 'x', 'training.b': 2, 'training.c': 3 },
      { 'training.a': null, 'training.b': 9, 'training.c': 100 },
      { 'training.a': 'x', 'training.b': 3 },
      { 'training.a': 'z' },
    ]
    const { logDensity } = parzenEstimator(space, points)
    const range = space.parameters[2] as NumberParameter
    const places = Array.from({ length: 400 }, (_, at) => 100 ** ((at + 0.5) / 400))
    expect(toUnit(range, places[200]!)).toBeCloseTo(0.50125, 10)
    let sum = 0
    for (const a of ['x', null, 'z']) {
      for (let b = 1; b <= 9; b++) {
        for (const c of places) {
          sum += Math.exp(logDensity({ 'training.a': a, 'training.b': b, 'training.c': c })) / places.length
        }
      }
    }
    expect(sum).toBeCloseTo(1, 3)
  })

  it('draws as its density says', () => {
    const space = searchSpaceSchema.parse({
      parameters: [
        { path: 'training.a', kind: 'choice', values: ['x', null] },
        { path: 'training.b', kind: 'int', low: 0, high: 4 },
      ],
    })
    const { draw, logDensity } = parzenEstimator(space, [
      { 'training.a': null, 'training.b': 0 },
      { 'training.a': null, 'training.b': 1 },
      { 'training.a': 'x', 'training.b': 4 },
    ])
    const random = createRandom(8)
    const drawn = Array.from({ length: 20_000 }, () => draw(random))
    for (const a of ['x', null]) {
      for (let b = 0; b <= 4; b++) {
        const count = drawn.filter((point) => point['training.a'] === a && point['training.b'] === b).length
        const expected = 20_000 * Math.exp(logDensity({ 'training.a': a, 'training.b': b }))
        expect(Math.abs(count - expected)).toBeLessThan(4 * Math.sqrt(expected))
      }
    }
  })
})
