import { describe, expect, it } from 'vitest'
import { asLocal, fromLocal, placeBefore, tonight } from '../../../src/renderer/features/queue/times.ts'

describe('the time before which a run does not begin', () => {
  it('is tonight at ten, or tomorrow where that has gone by', () => {
    expect(tonight(new Date(2026, 4, 9, 15, 30))).toEqual(new Date(2026, 4, 9, 22))
    expect(tonight(new Date(2026, 4, 31, 23, 5))).toEqual(new Date(2026, 5, 1, 22))
  })

  it('goes into a field and comes back, to the minute', () => {
    const iso = new Date(2026, 0, 5, 7, 3).toISOString()
    expect(asLocal(iso)).toBe('2026-01-05T07:03')
    expect(fromLocal(asLocal(iso))).toBe(iso)
    expect([asLocal(null), asLocal('soon'), fromLocal(''), fromLocal('soon')]).toEqual(['', '', null, null])
  })
})

it('places a run before the one that stands there without it', () => {
  const queue = ['a', 'b', 'c']
  expect(placeBefore(queue, 0, 1)).toBe('c')
  expect(placeBefore(queue, 0, 2)).toBeNull()
  expect(placeBefore(queue, 2, 0)).toBe('a')
  expect(placeBefore(queue, 1, 0)).toBe('a')
})
