import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../src/core/random.ts'
import { goesOn, rungsOf } from '../../../src/core/search/halving.ts'
import { nextPoint } from '../../../src/core/search/next.ts'
import { searchSpaceSchema, type SearchSettings, type Trial } from '../../../src/shared/search.ts'

const halving = { eta: 3, minimumEpochs: 2 }
const settings = { halving, direction: 'minimize' } as const

function reached(...scores: number[]): Trial[] {
  return scores.map((score) => ({ point: {}, state: 'running', score, rungs: [{ epoch: 2, score }] }))
}

describe('rungs', () => {
  it('are the powers of eta below the end', () => {
    expect(rungsOf({ halving }, 100)).toEqual([2, 6, 18, 54])
    expect(rungsOf({ halving }, 54)).toEqual([2, 6, 18])
    expect(rungsOf({ halving }, 2)).toEqual([])
    expect(rungsOf({ halving: null }, 100)).toEqual([])
  })
})

describe('a trial at a rung', () => {
  const decide = (history: Trial[], score: number, direction: SearchSettings['direction'] = 'minimize'): boolean =>
    goesOn({ halving, direction }, history, { trial: history.length, epoch: 2, score })

  it('goes on if it is the first, or among the best third', () => {
    expect(decide([], 9)).toBe(true)
    // Of two or three the best goes on, of six the best two.
    expect(decide(reached(5), 6)).toBe(false)
    expect(decide(reached(5), 4)).toBe(true)
    expect(decide(reached(1, 2, 3, 4, 5), 1.5)).toBe(true)
    expect(decide(reached(1, 2, 3, 4), 1.5)).toBe(false)
    expect(decide(reached(1, 2, 3, 4, 5), 5, 'maximize')).toBe(true)
    expect(decide(reached(1, 2, 3, 4, 5), 3, 'maximize')).toBe(false)
  })

  it('goes on with the score of the last that does', () => {
    expect(decide(reached(1, 1, 1), 1)).toBe(true)
  })

  it('is compared at this rung only, and not with itself', () => {
    const later: Trial = { point: {}, state: 'pruned', score: 0, rungs: [{ epoch: 6, score: 0 }] }
    expect(decide([later], 5)).toBe(true)
    const history = reached(3, 8)
    const rung = { trial: 0, epoch: 2, score: 3 }
    expect(goesOn(settings, history, rung)).toBe(true)
    expect(goesOn(settings, [{ ...history[0]!, rungs: [] }, history[1]!], rung)).toBe(true)
  })

  it('goes on without halving', () => {
    expect(goesOn({ ...settings, halving: null }, reached(1), { trial: 1, epoch: 2, score: 9 })).toBe(true)
  })

  it('of many that come in any order about the best 1/eta go on, and the best of all does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5 }), fc.nat(), (eta, seed) => {
        const random = createRandom(seed)
        const scores = Array.from({ length: 400 }, () => random.uint32())
        const went = scores.filter((score, trial) =>
          goesOn({ halving: { eta, minimumEpochs: 2 }, direction: 'minimize' }, reached(...scores.slice(0, trial)), {
            trial,
            epoch: 2,
            score,
          }),
        )
        expect(went).toContain(Math.min(...scores))
        expect(Math.abs(went.length - 400 / eta)).toBeLessThan(60)
      }),
      { numRuns: 20 },
    )
  })
})

describe('a search with halving', () => {
  const space = searchSpaceSchema.parse({
    parameters: ['a', 'b', 'c'].map((name) => ({ path: `training.${name}`, kind: 'float', low: -3, high: 3 })),
  })
  const epochs = 81

  /** Trains by a curve that falls to where the point decides; all curves begin alike. */
  function search(settings: SearchSettings): { best: number; spent: number } {
    const history: Trial[] = []
    const rungs = rungsOf(settings, epochs)
    let spent = 0
    for (;;) {
      const next = nextPoint(space, settings, history)
      if (next.kind === 'done') break
      const limit = Object.values(next.point).reduce<number>((sum, x) => sum + (Number(x) - 1) ** 2, 0)
      const scoreAt = (epoch: number): number => limit + (20 - limit) * Math.exp(-epoch / 8)
      const passed: Trial['rungs'] = []
      const stop = rungs.find((epoch) => {
        passed.push({ epoch, score: scoreAt(epoch) })
        return !goesOn(settings, history, { trial: history.length, epoch, score: scoreAt(epoch) })
      })
      const last = stop ?? epochs
      spent += last
      const state = stop === undefined ? 'finished' : 'pruned'
      history.push({ point: next.point, state, score: scoreAt(last), rungs: passed })
    }
    return { best: Math.min(...history.map(({ score }) => score!)), spent }
  }

  it('finds what one without it finds, in less than half the epochs', () => {
    const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
    const run = (kind: SearchSettings['halving']) =>
      Array.from({ length: 15 }, (_, seed) =>
        search({
          method: 'tpe',
          trials: 60,
          timeSeconds: null,
          halving: kind,
          metric: 'loss',
          direction: 'minimize',
          seed,
          parallel: 1,
        }),
      )
    const [stopped, whole] = [run({ eta: 3, minimumEpochs: 3 }), run(null)]
    expect(whole.every(({ spent }) => spent === 60 * epochs)).toBe(true)
    expect(median(stopped.map(({ spent }) => spent))).toBeLessThan(30 * epochs)
    expect(median(stopped.map(({ best }) => best))).toBeLessThan(2 * median(whole.map(({ best }) => best)))
  })
})
