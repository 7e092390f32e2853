import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../src/core/random.ts'
import { drawPoint } from '../../../src/core/search/draw.ts'
import { goesOn } from '../../../src/core/search/halving.ts'
import { importanceOf } from '../../../src/core/search/importance.ts'
import { nextPoint } from '../../../src/core/search/next.ts'
import { rankTrials } from '../../../src/core/search/tpe.ts'
import { searchSettingsSchema, searchSpaceSchema, type SearchSpace, type Trial } from '../../../src/shared/search.ts'
import { anySpace, finished } from './spaces.ts'

const directions = ['minimize', 'maximize'] as const

const settings = (direction: (typeof directions)[number], seed = 1) =>
  searchSettingsSchema.parse({
    method: 'tpe',
    trials: 1000,
    timeSeconds: null,
    halving: null,
    metric: 'loss',
    direction,
    seed,
    parallel: 1,
  })

/** As many points of the space as asked for, by chance. */
function points(space: SearchSpace, count: number, seed = 1): Trial['point'][] {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => drawPoint(space, random))
}

const ranges = searchSpaceSchema.parse({
  parameters: [
    { path: 'training.a', kind: 'float', low: 0, high: 1, log: false },
    { path: 'training.b', kind: 'float', low: 0, high: 1, log: false },
  ],
})
const choices = searchSpaceSchema.parse({
  parameters: ['a', 'b', 'c'].map((name) => ({
    path: `training.${name}`,
    kind: 'choice',
    values: ['one', 'two', 'three', 'four'],
  })),
})

/** What a search may come across: one trial, failures alone, one and the same score, no number, ties. */
const histories: Record<string, (point: Trial['point'], index: number) => Trial> = {
  'all failed': (point) => ({ point, state: 'failed', score: null, rungs: [] }),
  'all under way': (point) => ({ point, state: 'running', score: null, rungs: [] }),
  'all with the same score': (point) => finished(point, 3),
  'all not a number': (point) => finished(point, NaN),
  'some not a number, some infinite': (point, index) => finished(point, [1, NaN, Infinity, 2][index % 4] ?? 0),
  'two scores with many ties': (point, index) => finished(point, index % 2),
  'all stopped before a rung': (point, index) => ({ point, state: 'pruned', score: index, rungs: [] }),
}

describe.each(Object.entries(histories))('with trials that are %s', (_, trialOf) => {
  it('a new point of the space comes next, the same for the same trials', () => {
    fc.assert(
      fc.property(
        anySpace,
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom(...directions),
        (space, count, direction) => {
          const history = points(space, count).map(trialOf)
          const next = nextPoint(space, settings(direction), history)
          expect(nextPoint(space, settings(direction), history)).toEqual(next)
          if (next.kind === 'done') return
          const known = new Set(history.map(({ point }) => JSON.stringify(point)))
          expect(known.has(JSON.stringify(next.point))).toBe(false)
          for (const value of Object.values(next.point)) expect(value).not.toBeNaN()
        },
      ),
      { numRuns: 40 },
    )
  })

  it.each([ranges, choices])('importance is shares, or not known', (space) => {
    for (const count of [0, 1, 5, 40]) {
      const found = importanceOf(space, { direction: 'minimize', seed: 1 }, points(space, count).map(trialOf))
      if (found === null) continue
      const shares = [...found.parameters.map(({ share }) => share), found.interactions]
      expect(shares.every((share) => share >= 0 && share <= 1 + 1e-9)).toBe(true)
    }
  })
})

describe('importance', () => {
  it.each(['all failed', 'all under way', 'all with the same score', 'all not a number'])(
    'is not known where trials are %s',
    (kind) => {
      const history = points(ranges, 40).map(histories[kind] ?? (() => finished({}, 0)))
      expect(importanceOf(ranges, { direction: 'minimize', seed: 1 }, history)).toBeNull()
    },
  )

  it('is found among categories alone, and is not spoilt by scores that are none', () => {
    const all = points(choices, 60)
    const scored = all.map((point) => finished(point, point['training.b'] === 'two' ? 0 : 1))
    const found = importanceOf(choices, { direction: 'minimize', seed: 1 }, scored)
    const shares = found?.parameters.map(({ share }) => share) ?? []
    expect(shares[1]).toBeGreaterThan(0.9)
    const broken = points(choices, 10, 2).map((point) => finished(point, NaN))
    expect(importanceOf(choices, { direction: 'minimize', seed: 1 }, [...scored, ...broken])).toEqual(found)
  })
})

describe('ranking', () => {
  it('puts what is not a number last whatever the order, and keeps ties in theirs', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(1, 2, NaN), { minLength: 1, maxLength: 20 }),
        fc.constantFrom(...directions),
        (scores, direction) => {
          const history = scores.map((score, index) => finished({ 'training.a': index }, score))
          const ranked = rankTrials(history, direction)
          const wanted = direction === 'minimize' ? [1, 2] : [2, 1]
          const groups = [...wanted, NaN].map((value) => history.filter(({ score }) => Object.is(score, value)))
          expect(ranked).toEqual(groups.flat())
        },
      ),
    )
  })
})

describe('a trial at a rung', () => {
  const halving = { eta: 2, minimumEpochs: 1 }
  const reached = (score: number): Trial => ({ point: {}, state: 'running', score, rungs: [{ epoch: 1, score }] })
  const decide = (others: number[], score: number, direction: (typeof directions)[number]) =>
    goesOn({ halving, direction }, others.map(reached), { trial: others.length, epoch: 1, score })

  it.each(directions)('does not go on where its score is not a number, and does before those (%s)', (direction) => {
    expect(decide([], NaN, direction)).toBe(false)
    expect(decide([5, 6], NaN, direction)).toBe(false)
    expect(decide([NaN, NaN], 5, direction)).toBe(true)
  })

  it.each(directions)('goes on where all are the same (%s)', (direction) => {
    fc.assert(
      fc.property(fc.nat(50), (others) =>
        decide(
          Array.from({ length: others }, () => 4),
          4,
          direction,
        ),
      ),
    )
  })
})
