import { describe, expect, it, test } from 'vitest'
import { createOddCells } from '../../../../src/core/rows/recheck/oddCells.ts'
import { doubts } from '../../../../src/core/rows/recheck/suspects.ts'
import { addEpoch, emptyTrace } from '../../../../src/core/rows/recheck/trace.ts'
import type { RowOutcomes } from '../../../../src/core/rows/outcomes.ts'
import { mostProbable } from '../../../../src/core/network/predictions.ts'
import { coded, numbers } from '../../../support/tables.ts'

function classesOf(actual: number[], probabilities: number[][]): RowOutcomes {
  const all = Float64Array.from(probabilities.flat())
  const classes = probabilities[0]?.length ?? 0
  return {
    rows: Uint32Array.from(actual, (_, row) => row),
    actual: Float64Array.from(actual),
    predicted: Float64Array.from(mostProbable(all, classes)),
    loss: Float64Array.from(actual, (k, row) => -Math.log(probabilities[row]?.[k] ?? NaN)),
    probabilities: all,
    classes,
    details: new Float64Array(0),
  }
}

describe('rows of classes', () => {
  const actual = [0, 0, 1, 1, 0]
  const early = classesOf(actual, [
    [0.8, 0.2],
    [0.6, 0.4],
    [0.3, 0.7],
    [0.4, 0.6],
    [0.1, 0.9],
  ])
  // The network has learned the wrong label of the last row by heart.
  const late = classesOf(actual, [
    [0.9, 0.1],
    [0.8, 0.2],
    [0.1, 0.9],
    [0.2, 0.8],
    [0.6, 0.4],
  ])
  const trace = emptyTrace(early)
  addEpoch(trace, early, 'probabilities')
  addEpoch(trace, late, 'probabilities')

  it('are ranked by the mean difference of logits over the epochs', () => {
    const { listed, likely } = doubts(late, trace, 3)
    expect(listed.map(({ place }) => place)).toEqual([4, 1, 3])
    expect(listed[0]?.margin).toBeCloseTo((Math.log(0.1 / 0.9) + Math.log(0.6 / 0.4)) / 2, 12)
    expect(listed[0]?.meanLoss).toBeCloseTo(-(Math.log(0.1) + Math.log(0.6)) / 2, 12)
    expect(likely).toBe(0)
  })

  it('are likely mislabelled where another class is as sure of them as of its own rows', () => {
    // Class 1 has 0.75 in its own rows; the last row 0.65 of it after two epochs, and 0.76 after a third.
    const third = classesOf(actual, [
      [1, 0],
      [1, 0],
      [0.25, 0.75],
      [0.25, 0.75],
      [0.02, 0.98],
    ])
    const more = emptyTrace(early)
    for (const outcomes of [early, late, third]) addEpoch(more, outcomes, 'probabilities')
    const { listed, likely } = doubts(late, more, 1)
    expect(likely).toBe(1)
    expect(listed).toMatchObject([{ place: 4, likely: true, instead: { class: 1 } }])
    expect(listed[0]?.instead?.probability).toBeCloseTo((0.9 + 0.4 + 0.98) / 3, 6)
  })

  it('with scores are ranked by their differences', () => {
    const scores = classesOf(
      [0, 0],
      [
        [2, -1],
        [-3, 1],
      ],
    )
    const summed = emptyTrace(scores)
    addEpoch(summed, scores, 'scores')
    expect(doubts(scores, summed, 2).listed.map(({ place, margin }) => [place, margin])).toEqual([
      [1, -4],
      [0, 3],
    ])
  })
})

test('numbers are ranked by their mean error, and stand out from five robust deviations on', () => {
  const errors = [1, 1.2, 0.9, 1.1, 7.3, 1, 7.5]
  const outcomes: RowOutcomes = {
    rows: Uint32Array.from(errors, (_, row) => row),
    actual: new Float64Array(errors.length),
    predicted: Float64Array.from(errors, (off, row) => (row % 2 === 0 ? off : -off)),
    loss: Float64Array.from(errors, (off) => off * off),
    probabilities: null,
    details: new Float64Array(0),
    classes: 0,
  }
  const trace = emptyTrace(outcomes)
  addEpoch(trace, outcomes, 'probabilities')
  const { listed, likely } = doubts(outcomes, trace, 3)
  // 5 × 1.4826 × the median, 1.1, is 8.15.
  expect(likely).toBe(0)
  expect(listed.map(({ place, times }) => [place, Number(times?.toFixed(3))])).toEqual([
    [6, 6.818],
    [4, 6.636],
    [1, 1.091],
  ])
  outcomes.predicted[4] = 9
  const again = emptyTrace(outcomes)
  addEpoch(again, outcomes, 'probabilities')
  expect(doubts(outcomes, again, 1)).toMatchObject({ likely: 1, listed: [{ place: 4, likely: true }] })
})

describe('odd cells', () => {
  const rows = Uint32Array.from({ length: 200 }, (_, row) => row)
  const age = numbers(
    'age',
    Array.from(rows, (row) => (row === 7 ? 410 : row === 8 ? -38 : row === 9 ? 999 : 30 + (row % 20))),
  )
  const town = coded(
    'town',
    Array.from(rows, (row) => (row === 11 ? 'Zurihc' : row === 12 ? 'Oslo' : row % 2 === 0 ? 'Zurich' : 'Basel')),
  )
  const { ofRow } = createOddCells([town, age], rows)

  it('tell a number far off, and by which factor it would be usual', () => {
    expect(ofRow(7)).toMatchObject({ kind: 'far', column: 'age', value: 410, median: 40, factor: 10 })
    expect(ofRow(8)).toMatchObject({ value: -38, factor: -1 })
    expect(ofRow(9)).toMatchObject({ value: 999, factor: null })
  })

  it('tell a rare text that reads like a frequent one, and nothing of usual rows', () => {
    expect(ofRow(11)).toEqual({ kind: 'rare', column: 'town', text: 'Zurihc', like: 'Zurich' })
    expect(ofRow(12)).toBeNull()
    expect(ofRow(13)).toBeNull()
  })
})
