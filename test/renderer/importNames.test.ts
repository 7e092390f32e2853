import { expect, it } from 'vitest'
import { baseName, kindOfFile, pasteProblem, tableName } from '../../src/renderer/features/data/import/names.ts'

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

it.each([
  ['a\tb\n1\t2', undefined],
  ['a,b\r\n1,2\r\n', undefined],
  ['Hello, world', 'No table on the clipboard'],
  ['two\nlines', 'No table on the clipboard'],
  ['\t\t\r\n\t\t\r\n', 'Only blank cells on the clipboard'],
  [' ', 'Only blank cells on the clipboard'],
  ['', 'No text on the clipboard'],
])('tells what of a clipboard is no table: %j', (text, title) => {
  expect(pasteProblem(text)?.title).toBe(title)
})

it('knows a project by its extension, whatever its case', () => {
  expect(kindOfFile('Work.DESCENT')).toBe('project')
  expect(kindOfFile('work.descent.csv')).toBe('table')
})
