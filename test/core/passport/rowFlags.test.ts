import { expect, test } from 'vitest'
import { rowFlags } from '../../../src/core/passport/rowFlags.ts'
import { plainReading } from '../../../src/shared/datasets.ts'
import type { RawInput } from '../../../src/shared/recipes.ts'
import { coded, numbers, tableOf } from '../../support/tables.ts'

const common = { missingMarkers: [], reading: plainReading }
const rawInputs: RawInput[] = [
  { name: 'height', kind: 'number', min: 150, max: 200, levels: null, ...common },
  { name: 'weight', kind: 'number', min: 40, max: 120, levels: null, ...common },
  { name: 'place', kind: 'category', min: null, max: null, levels: ['hill', 'wood'], ...common },
]

test('each row says what is unlike training in it, by kind and column', () => {
  const table = tableOf(
    numbers('height', [170, 72, 201, null]),
    numbers('weight', [60, 500, 60, 60]),
    coded('place', ['hill', 'moon', null, 'wood']),
  )
  const { texts, units, apart } = rowFlags(table, rawInputs, () => true, null)
  expect(texts).toEqual(['', 'outside: height, weight; unseen: place; unit: height, weight', 'outside: height', ''])
  expect(apart).toBe(null)
  expect(units).toEqual([
    { column: 'height', name: 'inches instead of centimetres', rows: 1 },
    { column: 'weight', name: expect.any(String), rows: 1 },
  ])
  expect(rowFlags(table, rawInputs, () => false, null).texts[1]).toBe('outside: height, weight; unit: height, weight')
})

test('a row that is like no training row says so behind what its values say', () => {
  const reference = {
    columns: [{ name: 'height', scale: 10, levels: null }],
    rows: 1,
    values: Float64Array.of(17),
    threshold: 1,
  }
  const table = tableOf(numbers('height', [170, 72, 185]))
  const { texts, apart } = rowFlags(table, rawInputs, () => true, reference)
  expect(texts).toEqual(['', 'outside: height; unit: height; apart', 'apart'])
  expect(apart).toBe(2)
})
