import { describe, expect, it } from 'vitest'
import {
  evenCosts,
  figuresAt,
  nearestThreshold,
  outcomeCosts,
} from '../../../../src/renderer/features/evaluate/scores/oneClass/threshold.ts'
import { groupTexts } from '../../../../src/renderer/features/evaluate/scores/errors/groups.ts'
import { scoreWords } from '../../../../src/core/words/scoreWords.ts'
import { classificationScoreNames, regressionScoreNames } from '../../../../src/shared/scores.ts'

const thresholds = [0, 0.2, 0.55, 0.9, null].map((threshold, i) => ({
  threshold,
  truePositives: 10 - 2 * i,
  falsePositives: 20 - 5 * i,
}))

describe('a threshold', () => {
  it('is the nearest that is known, and the last where nothing is called so', () => {
    expect(nearestThreshold(thresholds, 0.5)).toBe(2)
    expect(nearestThreshold(thresholds, -3)).toBe(0)
    expect(nearestThreshold(thresholds, 7)).toBe(3)
    expect(nearestThreshold(thresholds, null)).toBe(4)
  })

  it('makes figures, those left out that are not defined', () => {
    const sides = { positives: 10, negatives: 30 }
    expect(figuresAt(sides, { threshold: 0.2, truePositives: 8, falsePositives: 2 })).toEqual({
      precision: 0.8,
      recall: 0.8,
      f1: 0.8,
      falseAlarms: 2 / 30,
      right: 36 / 40,
      predicted: 10 / 40,
    })
    const none = figuresAt(sides, { threshold: null, truePositives: 0, falsePositives: 0 })
    expect(none).toMatchObject({ precision: null, recall: 0, f1: 0 })
  })

  it('costs what mistakes cost, less what right answers bring', () => {
    expect(outcomeCosts(evenCosts)).toEqual({ falseNegative: 1, falsePositive: 1, truePositive: 0, trueNegative: 0 })
    expect(outcomeCosts({ ...evenCosts, found: 4 }).truePositive).toBe(-4)
  })
})

it('every score has a name and a meaning of its own', () => {
  for (const [task, names] of [
    ['classification', classificationScoreNames],
    ['regression', regressionScoreNames],
  ] as const) {
    const words = scoreWords(task)
    expect(words.map(({ name }) => name).toSorted()).toEqual([...names].toSorted())
    expect(new Set(words.map(({ label }) => label)).size).toBe(names.length)
  }
})

it('groups of errors are named by their level or range', () => {
  expect(groupTexts([{ within: null, level: 'north' }], 'category')).toEqual(['north'])
  const range = (from: number, to: number) => ({ within: { from, to, closed: 'from' as const }, level: null })
  expect(groupTexts([range(1, 2), range(3, 3), { within: null, level: null }], 'number')).toEqual([
    '1 to 2',
    '3',
    'missing',
  ])
  expect(groupTexts([range(1999, 2004), range(2004, 2010)], 'number')).toEqual(['1999 to 2004', '2004 to 2010'])
  expect(groupTexts([range(1999, 2004), range(2004, 2010.5)], 'number')).toEqual(['1,999 to 2,004', '2,004 to 2,010.5'])
})
