import { describe, expect, it } from 'vitest'
import { createRandom, shuffle } from '../../src/core/random.ts'

describe('createRandom', () => {
  it('repeats itself by its seed, from zero to the greatest', () => {
    const draw = (seed: number): number[] => Array.from({ length: 5 }, createRandom(seed).uint32)
    for (const seed of [0, 1, 2 ** 32 - 1]) expect(draw(seed)).toEqual(draw(seed))
    expect(new Set([0, 1, 2, 3].flatMap(draw)).size).toBe(20)
  })

  it('spreads evenly over a bound that is no power of two', () => {
    const random = createRandom(3)
    const counts = new Array<number>(6).fill(0)
    for (let i = 0; i < 60_000; i++) counts[random.below(6)]!++
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500)
  })
})

describe('shuffle', () => {
  it('reaches every order about equally often', () => {
    const random = createRandom(4)
    const seen = new Map<string, number>()
    for (let i = 0; i < 24_000; i++) {
      const values = Uint32Array.of(0, 1, 2, 3)
      shuffle(values, random)
      const key = values.join('')
      seen.set(key, (seen.get(key) ?? 0) + 1)
    }
    expect(seen.size).toBe(24)
    for (const count of seen.values()) expect(Math.abs(count - 1000)).toBeLessThan(200)
  })
})
