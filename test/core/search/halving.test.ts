import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { goesOn, rungsOf } from '../../../src/core/search/halving.ts'
import { createRandom } from '../../../src/core/random.ts'
import type { SearchSettings, Trial } from '../../../src/shared/search.ts'

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
