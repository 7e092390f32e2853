import { describe, expect, test } from 'vitest'
import { fixture, readTexts, readWhole, reader } from './support.ts'

describe('a spreadsheet', () => {
  test('is read from its first sheet that holds cells, cells as canonical text', async () => {
    const { rows, summary, values } = await readWhole(fixture('measurements.xlsx'))
    expect(summary.source).toMatchObject({ format: 'spreadsheet', sheet: 'Measurements', dialect: null })
    expect(rows).toEqual([
      ['Ada', '61.5', '2024-02-29', '2024-02-29T13:30:05', 'TRUE', '0.1', '007'],
      ['Grüße, "Bob"', '70', '1999-12-31', '2024-02-29T13:30:05', 'FALSE', '', '008'],
      ['東京', '', '', '', '', '1e-9', ''],
    ])
    expect(summary.columns.map(({ kind }) => kind)).toEqual([
      'category',
      'number',
      'date',
      'date',
      'boolean',
      'number',
      'category',
    ])
    expect(values[5]).toEqual([0.1, null, 1e-9])
    expect(summary.findings.map(({ message }) => message)).toEqual([
      'The sheet “Measurements” was read; the workbook has 3 sheets.',
      '1 cell holds an error (such as #DIV/0!) and counts as missing.',
    ])
  })

  test('can be read from another sheet, wherever its table begins', async () => {
    const { header, rows } = await readTexts(fixture('measurements.xlsx'), { sheet: 'Other' })
    expect(header).toEqual(['x', 'y'])
    expect(rows[3]).toEqual(['8', '12'])
  })

  test('lists its sheets with their sizes when inspected', async () => {
    const inspection = await reader.inspect(fixture('measurements.xlsx'), 'measurements.xlsx', {})
    expect(inspection.sheets).toEqual([
      { name: 'Empty', rows: 0, columns: 0 },
      { name: 'Measurements', rows: 4, columns: 7 },
      { name: 'Other', rows: 5, columns: 2 },
    ])
    expect(inspection.columns[1]).toMatchObject({ name: 'weight', kind: 'number' })
  })

  test('may be OpenDocument or the old Excel format', async () => {
    expect((await readTexts(fixture('people.ods'))).rows).toEqual([
      ['Ada', '61.5', '2024-02-29', 'TRUE'],
      ['Bob', '70', '2024-02-29', 'FALSE'],
    ])
    const old = await readTexts(fixture('people.xls'))
    expect(old.header).toEqual(['name', 'weight'])
    expect(old.rows).toEqual([
      ['Ada', '61.5'],
      ['Bob', '70'],
    ])
  })
})
