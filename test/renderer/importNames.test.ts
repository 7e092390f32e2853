import { expect, it } from 'vitest'
import { baseName, kindOfFile, looksLikeTable, tableName } from '../../src/renderer/features/data/import/names.ts'

it.each([
  ['penguins.csv', 'penguins'],
  ['my.data.xlsx', 'my.data'],
  ['sales.csv.gz', 'sales'],
  ['noextension', 'noextension'],
  ['.csv', '.csv'],
])('names the table of %s %s', (file, name) => {
  expect(baseName(file)).toBe(name)
})

it('calls a table after its file and sheet, and by a number where the name is taken', () => {
  expect(tableName('stock.csv', null, [])).toBe('stock')
  expect(tableName('stock.csv', null, ['stock', 'stock 2'])).toBe('stock 3')
  expect(tableName('stock.xlsx', 'May', ['stock'])).toBe('stock May')
})

it('tells a table on the clipboard from a sentence', () => {
  expect(looksLikeTable('a\tb\n1\t2')).toBe(true)
  expect(looksLikeTable('a,b\r\n1,2\r\n')).toBe(true)
  expect(looksLikeTable('Hello, world')).toBe(false)
  expect(looksLikeTable('two\nlines')).toBe(false)
  expect(looksLikeTable('')).toBe(false)
})

it('knows a project by its extension, whatever its case', () => {
  expect(kindOfFile('Work.DESCENT')).toBe('project')
  expect(kindOfFile('work.descent.csv')).toBe('table')
})
