import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawPoint } from '../../../src/core/search/draw.ts'
import { allPoints, gridOf, gridValues } from '../../../src/core/search/grid.ts'
import { nextPoint } from '../../../src/core/search/next.ts'
import {
  fromUnit,
  isPointOf,
  pointKey,
  stretchOf,
  toUnit,
  type NumberParameter,
} from '../../../src/core/search/parameters.ts'
import { createRandom } from '../../../src/core/random.ts'
import {
  searchSettingsSchema,
  searchSpaceSchema,
  trialSchema,
  type SearchParameter,
  type SearchSettings,
  type SearchSpace,
  type Trial,
} from '../../../src/shared/search.ts'
import { anySpace, finished } from './spaces.ts'

const settings: SearchSettings = {
  method: 'random',
  trials: 40,
  timeSeconds: null,
  halving: null,
  metric: 'loss',
  direction: 'minimize',
  seed: 7,
  parallel: 2,
}

/** A whole search whose scores come of the points alone. */
function search(space: SearchSpace, changed: Partial<SearchSettings>): Trial[] {
  const history: Trial[] = []
  for (;;) {
    const next = nextPoint(space, { ...settings, ...changed }, history)
    if (next.kind === 'done') return history
    history.push(finished(next.point, pointKey(next.point).length % 7))
  }
}

describe('points', () => {
  it('have a place from 0 to 1 that gives the number back', () => {
    fc.assert(
      fc.property(anySpace, fc.double({ min: 0, max: 1, noNaN: true }), (space, unit) => {
        for (const parameter of space.parameters.filter((one): one is NumberParameter => one.kind !== 'choice')) {
          const value = fromUnit(parameter, unit)
          const point = { [parameter.path]: value }
          expect(isPointOf({ parameters: [{ ...parameter, conditions: [] }] }, point)).toBe(true)
          expect(fromUnit(parameter, toUnit(parameter, value))).toBeCloseTo(value, 9)
          const { from, to } = stretchOf(parameter, value)
          expect(from).toBeLessThanOrEqual(to)
        }
      }),
    )
  })

  it('drawn by chance fit the space and cover it evenly', () => {
    const { parameters } = searchSpaceSchema.parse({
      parameters: [
        { path: 'training.rate', kind: 'float', low: 1e-4, high: 1, log: true },
        { path: 'training.count', kind: 'int', low: 1, high: 4 },
      ],
    })
    const random = createRandom(3)
    const points = Array.from({ length: 4000 }, () => drawPoint({ parameters }, random))
    for (const decade of [1e-4, 1e-3, 1e-2, 1e-1]) {
      const within = points.filter(({ 'training.rate': rate }) => Number(rate) >= decade && Number(rate) < decade * 10)
      expect(Math.abs(within.length - 1000)).toBeLessThan(120)
    }
    for (const count of [1, 2, 3, 4]) {
      const equal = points.filter(({ 'training.count': value }) => value === count)
      expect(Math.abs(equal.length - 1000)).toBeLessThan(120)
    }
  })

  it('have parameters only where their conditions hold, however an object is written', () => {
    const { parameters } = searchSpaceSchema.parse({
      parameters: [
        { path: 'training.optimizer', kind: 'choice', values: [{ kind: 'adam', beta1: 0.9 }, 'lion'] },
        {
          path: 'training.l2',
          kind: 'float',
          low: 0,
          high: 1,
          conditions: [{ path: 'training.optimizer', values: [{ beta1: 0.9, kind: 'adam' }] }],
        },
      ],
    })
    const random = createRandom(1)
    const points = Array.from({ length: 50 }, () => drawPoint({ parameters }, random))
    for (const point of points) expect('training.l2' in point).toBe(point['training.optimizer'] !== 'lion')
    expect(new Set(points.map((point) => 'training.l2' in point)).size).toBe(2)
  })
})

describe('a grid', () => {
  const parameter = (one: object): SearchParameter =>
    searchSpaceSchema.parse({ parameters: [{ path: 'training.x', ...one }] }).parameters[0]!

  it('takes both ends of a range and evenly spread values between', () => {
    expect(gridValues(parameter({ kind: 'float', low: 0, high: 3 }))).toEqual([0, 1, 2, 3])
    expect(gridValues(parameter({ kind: 'float', low: 0.001, high: 1, log: true }))).toEqual([
      0.001,
      expect.closeTo(0.01, 12),
      expect.closeTo(0.1, 12),
      1,
    ])
    expect(gridValues(parameter({ kind: 'int', low: 1, high: 3 }))).toEqual([1, 2, 3])
    expect(gridValues(parameter({ kind: 'int', low: 16, high: 128, log: true }))).toEqual([16, 32, 64, 128])
    expect(gridValues(parameter({ kind: 'int', low: 0, high: 10, step: 3 }))).toEqual([0, 3, 6, 9])
    expect(gridValues(parameter({ kind: 'int', low: 1, high: 100, steps: 3 }))).toEqual([1, 51, 100])
    expect(gridValues(parameter({ kind: 'float', low: 2, high: 2 }))).toEqual([2])
  })

  it('has every point once', () => {
    fc.assert(
      fc.property(anySpace, (space) => {
        const { count, point } = gridOf(space)
        fc.pre(count <= 2000)
        const points = Array.from({ length: count }, (_, index) => point(index))
        for (const one of points) expect(isPointOf(space, one)).toBe(true)
        expect(new Set(points.map(pointKey)).size).toBe(count)
        expect(() => point(count)).toThrow('no point')
      }),
    )
  })

  it('multiplies only what is searched together', () => {
    const space = searchSpaceSchema.parse({
      parameters: [
        { path: 'training.a', kind: 'choice', values: [1, 2, 3] },
        {
          path: 'training.b',
          kind: 'choice',
          values: [1, 2, 3, 4, 5],
          conditions: [{ path: 'training.a', values: [2] }],
        },
        { path: 'training.c', kind: 'choice', values: [1, 2], conditions: [{ path: 'training.b', values: [4, 5] }] },
        { path: 'training.d', kind: 'choice', values: [1, 2] },
      ],
    })
    // By hand: a = 1 or 3 leaves d; a = 2 with b = 1, 2, 3 leaves d; b = 4, 5 has c and d.
    expect(gridOf(space).count).toBe(2 * 2 + 3 * 2 + 2 * 2 * 2)
  })

  it('refuses more combinations than can be listed', () => {
    const many = Array.from({ length: 100 }, (_, value) => value)
    const names = ['a', 'b', 'c']
    const space = searchSpaceSchema.parse({
      parameters: [
        ...names.map((name) => ({ path: `training.${name}`, kind: 'choice', values: many })),
        {
          path: 'training.d',
          kind: 'float',
          low: 0,
          high: 1,
          conditions: names.map((name) => ({ path: `training.${name}`, values: [1] })),
        },
      ],
    })
    expect(() => gridOf(space)).toThrow('too many combinations')
  })

  it('is every point of a space without ranges', () => {
    const ranges = { parameters: [parameter({ kind: 'float', low: 0, high: 1 })] }
    expect(allPoints(ranges)).toBeNull()
    expect(allPoints({ parameters: [parameter({ kind: 'int', low: 1, high: 9, step: 2 })] })!.count).toBe(5)
  })
})

describe('nextPoint', () => {
  it('gives valid and different points, and a history that JSON keeps gives the same ones', () => {
    fc.assert(
      fc.property(anySpace, fc.constantFrom('random', 'grid', 'tpe'), fc.nat(1000), (space, method, seed) => {
        const changed = { method, seed, trials: 18 } as const
        const history = search(space, changed)
        for (const { point } of history) expect(isPointOf(space, point)).toBe(true)
        expect(new Set(history.map(({ point }) => pointKey(point))).size).toBe(history.length)
        const kept = trialSchema.array().parse(JSON.parse(JSON.stringify(history.slice(0, -1))))
        const again = nextPoint(space, { ...settings, ...changed }, kept)
        expect(again).toEqual({ kind: 'point', point: history.at(-1)!.point })
      }),
      { numRuns: 60 },
    )
  })

  it('ends a grid after its last point, and any search of a space that is used up', () => {
    const space = searchSpaceSchema.parse({
      parameters: [
        { path: 'training.a', kind: 'choice', values: ['x', null, 2] },
        { path: 'training.b', kind: 'int', low: 1, high: 4 },
      ],
    })
    for (const method of ['grid', 'random', 'tpe'] as const) {
      const history = search(space, { method, trials: 100 })
      expect(history).toHaveLength(12)
      expect(nextPoint(space, { ...settings, method }, history)).toEqual({ kind: 'done', reason: 'exhausted' })
      expect(nextPoint(space, { ...settings, method, trials: 12 }, history)).toEqual({ kind: 'done', reason: 'trials' })
    }
  })

  it('ends where a range is never searched', () => {
    const space = searchSpaceSchema.parse({
      parameters: [
        { path: 'training.a', kind: 'choice', values: [1, 2] },
        { path: 'training.b', kind: 'float', low: 0, high: 1, conditions: [{ path: 'training.a', values: [3] }] },
      ],
    })
    for (const method of ['grid', 'random', 'tpe'] as const) expect(search(space, { method })).toHaveLength(2)
  })

  it('differs by seed', () => {
    const space = searchSpaceSchema.parse({ parameters: [{ path: 'training.a', kind: 'float', low: 0, high: 1 }] })
    const first = (seed: number) => nextPoint(space, { ...settings, seed }, [])
    expect(first(1)).not.toEqual(first(2))
    expect(first(1)).toEqual(first(1))
  })
})

describe('the schemas', () => {
  const problem = (parameters: unknown): string =>
    searchSpaceSchema
      .safeParse({ parameters })
      .error!.issues.map(({ message }) => message)
      .join()
  const a = { path: 'training.a', kind: 'float', low: 1, high: 2 }

  it('refuse spaces that make no sense', () => {
    expect(problem([a, a])).toContain('twice')
    expect(problem([{ ...a, high: 0 }])).toContain('below low')
    expect(problem([{ ...a, low: 0, log: true }])).toContain('above 0')
    expect(problem([{ ...a, path: 'recipe.steps' }])).toContain('training or network')
    expect(problem([{ ...a, conditions: [{ path: 'training.b', values: [1] }] }])).toContain('stands before')
    expect(problem([{ path: 'training.c', kind: 'choice', values: [{ a: 1 }, { a: 1 }] }])).toContain('once')
    expect(problem([{ ...a, kind: 'int', log: true, step: 2 }])).toContain('with log')
  })

  it('take settings as they are', () => {
    expect(searchSettingsSchema.parse(settings)).toEqual(settings)
  })
})
