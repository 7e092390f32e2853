import { describe, expect, it } from 'vitest'
import { levelMeans } from '../../../src/core/recipe/encoding/targetMeans.ts'
import reference from './kindsReference.json' with { type: 'json' }

type Reference = (typeof reference.targetMeans)[number]

/** One target a column of the encoding: the numbers themselves, the second of two classes, or each of several. */
function targetsOf({ target, classes }: Reference): Float64Array[] {
  if (classes.length === 0) return [Float64Array.from(target.map(Number))]
  const wanted = classes.length === 2 ? classes.slice(1) : classes
  return wanted.map((label) => Float64Array.from(target.map((value) => (value === label ? 1 : 0))))
}

function expectClose(found: number | undefined, wanted: number | undefined): void {
  expect(Math.abs(found! - wanted!)).toBeLessThanOrEqual(1e-9 * Math.max(1e-3, Math.abs(wanted!)))
}

describe('levelMeans agree with scikit-learn', () => {
  it.each(reference.targetMeans.map((one, index) => ({ ...one, index })))('$index: $kind, $smoothing', (one) => {
    const levels = [...new Set(one.values)].filter((level) => level !== null)
    const codeOf = (value: string | null): number => (value === null ? -1 : levels.indexOf(value))
    const codes = Int32Array.from(one.values, codeOf)
    const smoothing = typeof one.smoothing === 'number' ? one.smoothing : null
    for (const [column, target] of targetsOf(one).entries()) {
      const whole = levelMeans(codes, levels.length, target, smoothing)
      for (const [row, value] of one.later.entries()) {
        const found =
          value === null ? whole.missing : levels.includes(value) ? whole.values[codeOf(value)] : whole.other
        expectClose(found, one.encodedLater[row]![column])
      }
      const folds = Uint8Array.from(one.folds)
      const without = Array.from({ length: 5 }, (_, fold) =>
        levelMeans(codes, levels.length, target, smoothing, { folds, fold }),
      )
      for (const [row, code] of codes.entries()) {
        const means = without[folds[row]!]!
        expectClose(code < 0 ? means.missing : means.values[code], one.encodedTrain[row]![column])
      }
    }
  })
})

describe('levelMeans', () => {
  const target = Float64Array.of(1, 2, 3, 10)

  it('draws a level towards the mean of all rows', () => {
    const found = levelMeans(Int32Array.of(0, 0, 0, 1), 2, target, 2)
    expect(found).toEqual({ values: [(6 + 8) / 5, (10 + 8) / 3], other: 4, missing: 4 })
  })

  it('takes missing texts as a level of their own', () => {
    expect(levelMeans(Int32Array.of(0, 0, 0, -1), 1, target, 0)).toEqual({ values: [2], other: 4, missing: 10 })
  })

  it('knows nothing without rows', () => {
    const folds = new Uint8Array(4)
    const found = levelMeans(Int32Array.of(0, 0, 0, 0), 1, target, null, { folds, fold: 0 })
    expect(found).toEqual({ values: [NaN], other: NaN, missing: NaN })
  })

  it('gives every level the mean where the target does not vary', () => {
    const found = levelMeans(Int32Array.of(0, 0, 1, 1), 2, Float64Array.of(3, 3, 3, 3), null)
    expect(found).toEqual({ values: [3, 3], other: 3, missing: 3 })
  })
})
