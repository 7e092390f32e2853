import { expect, it } from 'vitest'
import { formatCell, formatDuration, formatNumber } from '../../src/core/words/format.ts'

it('keeps the four digits of a year together, and groups longer numbers', () => {
  expect(formatCell(1850)).toBe('1850')
  expect(formatCell(20_240)).toBe(formatNumber(20_240))
  expect(formatCell(1850.5)).toBe(formatNumber(1850.5))
})

it('says long stretches of time in no finer steps than a person plans with', () => {
  expect([8, 200, 1105, 7500].map(formatDuration)).toEqual(['8 s', '3 min 20 s', '18 min', '2 h 5 min'])
})
