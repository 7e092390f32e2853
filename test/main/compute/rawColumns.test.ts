import { expect, it } from 'vitest'
import { readRawColumns } from '../../../src/main/compute/rawColumns.ts'
import { loadReaders } from '../../../src/main/datasets/native.ts'
import type { RawInput } from '../../../src/shared/recipes.ts'
import { sourceEntries } from '../../support/sourceEntries.ts'

const readers = loadReaders(sourceEntries.addon)
const day: RawInput = {
  name: 'day',
  kind: 'date',
  missingMarkers: [],
  reading: { numberFormat: 'plain', dateOrder: 'dayFirst' },
  min: null,
  max: null,
  levels: null,
}

const read = (texts: string[], settled = {}) => {
  const { table, notes, readings } = readRawColumns(readers, [day], [{ name: 'day', texts }], texts.length, settled)
  const [column] = table.columns
  const values = column !== undefined && 'values' in column ? Array.from(column.values) : []
  return { values, unparsed: notes[0]?.unparsed.rows, readings }
}

it('reads a file as it was read in training, in all of its batches', () => {
  const first = read(['04/03/2020', '05/03/2020'])
  expect(first.values).toEqual([Date.UTC(2020, 2, 4), Date.UTC(2020, 2, 5)])
  expect(first.readings).toEqual({ day: day.reading })
  // Alone these would be taken for dates with the month first.
  const later = read(['04/13/2020', '04/14/2020'], first.readings)
  expect(later.unparsed).toBe(2)
  expect(read(['04/13/2020', '04/14/2020']).unparsed).toBe(0)
})

it('keeps to what the first rows show where the file is written otherwise', () => {
  const first = read(['04/13/2020', '04/14/2020'])
  expect(first.readings).toMatchObject({ day: { dateOrder: 'monthFirst' } })
  const later = read(['04/03/2020'], first.readings)
  expect(later.values).toEqual([Date.UTC(2020, 3, 3)])
  expect(later.readings).toEqual(first.readings)
})

const size: RawInput = {
  ...day,
  name: 'size',
  kind: 'number',
  reading: { numberFormat: 'plain', dateOrder: 'yearFirst' },
  min: 1,
  max: 10,
}

const told = (raw: RawInput, texts: string[]) =>
  readRawColumns(readers, [raw], [{ name: raw.name, texts }], texts.length).notes[0]?.readOtherwise

it('says of a column that it is written otherwise than in training, and nothing of one that is not', () => {
  expect(told(size, ['1.5', '2.25', ''])).toEqual([])
  const decimalComma = { what: 'numberFormat', column: 'size', trained: 'plain', found: 'commaDecimal' }
  expect(told(size, ['1,5', '2,25'])).toEqual([decimalComma])
  expect(told(day, ['2020-03-04', '2020-03-05'])).toEqual([
    { what: 'dateOrder', column: 'day', trained: 'dayFirst', found: 'yearFirst' },
  ])
})

it('notes texts that never occurred in training only where whole texts are taken', () => {
  const note: RawInput = { ...day, name: 'note', kind: 'text', levels: ['red wine', 'white wine'] }
  const texts = ['red beer', 'red wine', 'white beer']
  const unseen = (isWhole: boolean) =>
    readRawColumns(readers, [note], [{ name: 'note', texts }], 3, {}, () => isWhole).notes[0]?.unseen
  expect(unseen(true)).toEqual({ rows: 2, examples: ['red beer', 'white beer'] })
  expect(unseen(false)).toEqual({ rows: 0, examples: [] })
})

it('takes 1,234 for a number like those of the training', () => {
  const values = (raw: RawInput) => {
    const [column] = readRawColumns(readers, [raw], [{ name: 'size', texts: ['1,234', '5,678'] }], 2).table.columns
    return column !== undefined && 'values' in column ? Array.from(column.values) : []
  }
  expect(values(size)).toEqual([1.234, 5.678])
  expect(values({ ...size, min: 100, max: 9000 })).toEqual([1234, 5678])
})

it('says that a column is of another kind, in another unit, or has markers that meant nothing in training', () => {
  expect(told(size, ['tall', 'small', 'tall', '3'])).toContainEqual({
    what: 'kind',
    column: 'size',
    trained: 'number',
    found: 'category',
  })
  const share: RawInput = { ...size, reading: { ...size.reading, unit: 'percent' }, min: 0, max: 1 }
  expect(told(share, ['12 %', '13 %'])).toEqual([])
  expect(told(share, ['0.12', '0.13'])).toContainEqual({
    what: 'unit',
    column: 'size',
    trained: 'percent',
    found: null,
  })
  const weight: RawInput = { ...size, reading: { ...size.reading, measure: 'kg' } }
  expect(told(weight, ['1.5 kg', '2.5 kg'])).toEqual([])
  expect(told(weight, ['1.5 lb', '2.5 lb'])).toEqual([{ what: 'measure', column: 'size', trained: 'kg', found: 'lb' }])
  expect(told(size, ['1.5', '2.5', 'n/a', '3.5'])).toEqual([{ what: 'missingMarker', column: 'size', found: 'n/a' }])
})
