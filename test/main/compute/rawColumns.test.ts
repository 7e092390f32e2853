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
