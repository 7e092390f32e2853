import { expect, it } from 'vitest'
import {
  changeColumn,
  changeOptions,
  draftFrom,
  emptyDraft,
  toOptions,
} from '../../src/renderer/features/data/import/draft.ts'
import { splitPasted } from '../../src/renderer/features/data/import/pasted.ts'
import { valueRows } from '../../src/renderer/features/data/column/values.ts'
import type { ColumnPreview, ImportOptions } from '../../src/shared/datasets.ts'

it('goes back to what is detected where a choice is taken away', () => {
  const chosen = changeOptions(emptyDraft, { delimiter: ';', encoding: 'koi8-r' })
  expect(changeOptions(chosen, { delimiter: undefined })).toEqual({ options: { encoding: 'koi8-r' }, columns: {} })
})

it('forgets places and columns of one sheet when another is chosen, but not for another delimiter', () => {
  const first = changeColumn(changeOptions(emptyDraft, { sheet: 'A', range: 'A3:F9' }), 'price', { kind: 'text' })
  expect(changeOptions(first, { sheet: 'B' })).toEqual({ options: { sheet: 'B' }, columns: {} })
  expect(changeOptions(first, { encoding: 'gbk' }).columns).toEqual({ price: { kind: 'text' } })
})

it('forgets the settings of a column that say nothing', () => {
  const chosen = changeColumn(emptyDraft, 'price', { numberFormat: 'commaDecimal' })
  expect(changeColumn(chosen, 'price', { kind: undefined })).toEqual(emptyDraft)
})

it('asks with the settings of every column, and imports with those of columns that are there', () => {
  const options: ImportOptions = {
    delimiter: ';',
    kinds: { price: 'number' },
    missingMarkers: { price: [], place: ['-'] },
    numberFormats: { price: 'commaDecimal' },
    dateOrders: { day: 'dayFirst' },
  }
  const draft = draftFrom(options)
  expect(draft.columns['price']).toEqual({ kind: 'number', missingMarkers: [], numberFormat: 'commaDecimal' })
  expect(toOptions(draft, null)).toEqual(options)
  expect(toOptions(draft, ['place'])).toEqual({ delimiter: ';', missingMarkers: { place: ['-'] } })
})

it('splits pasted cells at tabs, quoted line ends included, and names as many columns as the widest row has', () => {
  expect(splitPasted('a\tb\r\n"two\nlines"\t2,5\t3\r\n')).toEqual({
    names: ['column1', 'column2', 'column3'],
    rows: [
      ['a', 'b'],
      ['two\nlines', '2,5', '3'],
    ],
  })
  expect(splitPasted('a;b\n1,5;2\n').rows).toEqual([
    ['a', 'b'],
    ['1,5', '2'],
  ])
})

it('shows the values that changed before those that did not, in the order of the rows', () => {
  const preview = (values: (string | null)[]): ColumnPreview => ({
    kind: 'text',
    reading: { numberFormat: 'plain', dateOrder: 'yearFirst' },
    rows: values.length,
    whole: true,
    fit: 0,
    missing: 0,
    unfit: 0,
    missingMarkers: [],
    values: values.map((value, row) => ({ row, text: `t${row}`, value })),
    unfitTexts: [],
  })
  const rows = valueRows(preview(['a', 'b', null, 'd']), preview(['a', 'b', 'NA', 'x']), 3)
  expect(rows).toEqual([
    { row: 0, text: 't0', before: 'a', after: 'a' },
    { row: 2, text: 't2', before: 'missing', after: 'NA' },
    { row: 3, text: 't3', before: 'd', after: 'x' },
  ])
  expect(valueRows(null, preview(['a']), 3)[0]).toMatchObject({ before: 'a', after: 'a' })
})
