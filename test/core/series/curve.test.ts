import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Curve } from '../../../src/core/series/curve.ts'

const values = fc.array(
  fc.oneof(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), fc.constantFrom(null, NaN, Infinity)),
  { minLength: 1, maxLength: 700 },
)
const finite = (value: number | null | undefined): value is number => Number.isFinite(value)
const places = (length: number, first = 0) => Array.from({ length }, (_, i) => first + i)

/** Built in slices as long as the `cuts` say, again and again. */
function grown(all: readonly (number | null)[], cuts: readonly number[]): Curve {
  let curve = Curve.empty
  for (let at = 0, i = 0; at < all.length; i++) {
    const part = all.slice(at, at + (cuts[i % cuts.length] ?? 1))
    curve = curve.append(places(part.length, at), part)
    at += part.length
  }
  return curve
}
const cuts = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 8 })

/** Least and greatest of a part as a plain scan finds them. */
function scanned(all: readonly (number | null)[], from: number, to: number): [number, number] | null {
  const part = all.slice(from, to).filter(finite)
  return part.length === 0 ? null : [Math.min(...part), Math.max(...part)]
}
function found(curve: Curve, from: number, to: number): [number, number] | null {
  const at = curve.extremes(from, to)
  return at === null ? null : [curve.y(at[0]), curve.y(at[1])]
}

describe('the extremes of any part', () => {
  it('are those that a scan finds, however the curve came to be', () => {
    fc.assert(
      fc.property(values, cuts, fc.nat(700), fc.nat(700), (all, sizes, a, b) => {
        const curve = grown(all, sizes)
        const [from, to] = [Math.min(a, b), Math.max(a, b)]
        expect(found(curve, from, to)).toEqual(scanned(all, from, to))
        const at = curve.extremes(from, to)
        for (const index of at ?? []) expect(index >= from && index < to).toBe(true)
      }),
    )
  })

  it('hold for an earlier state while the curve goes on', () => {
    fc.assert(
      fc.property(values, values, cuts, (first, second, sizes) => {
        const early = grown(first, sizes)
        const late = early.append(places(second.length, first.length), second)
        expect(early).toHaveLength(first.length)
        expect(found(early, 0, Infinity)).toEqual(scanned(first, 0, first.length))
        expect(found(late, 0, Infinity)).toEqual(scanned([...first, ...second], 0, Infinity))
        expect(late.continues(early)).toBe(true)
        expect(early.continues(late)).toBe(false)
      }),
    )
  })

  it('hold after going back and on in another way, for both', () => {
    fc.assert(
      fc.property(values, values, fc.nat(700), (first, second, position) => {
        const whole = Curve.from(places(first.length), first)
        const cut = Math.min(position, first.length)
        const other = whole.before(cut).append(places(second.length, cut), second)
        expect(found(other, 0, Infinity)).toEqual(scanned([...first.slice(0, cut), ...second], 0, Infinity))
        expect(found(whole, 0, Infinity)).toEqual(scanned(first, 0, first.length))
      }),
    )
  })

  it('show a spike of one epoch among a million', () => {
    const y = new Float64Array(1_000_000).fill(1)
    y[654_321] = 99
    const curve = Curve.from(places(y.length), y)
    expect(curve.extremes(10, 999_999)?.[1]).toBe(654_321)
  })
})

describe('places on a curve', () => {
  const curve = Curve.from([1, 5, 9], [10, 50, null])

  it('are found by position', () => {
    expect([0, 1, 2, 9, 10].map((position) => curve.indexOf(position))).toEqual([0, 0, 1, 2, 3])
    expect([0, 1, 2, 4, 9, 10].map((position) => curve.nearest(position))).toEqual([null, 0, 0, 1, 2, null])
    expect(Curve.empty.nearest(0)).toBeNull()
  })

  it('hold positions and values; a gap is no number, and beyond the end is nothing', () => {
    expect([curve.x(1), curve.y(1)]).toEqual([5, 50])
    expect(curve.y(2)).toBeNaN()
    expect(curve.before(9).x(2)).toBeNaN()
  })
})
