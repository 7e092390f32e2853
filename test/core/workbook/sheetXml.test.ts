import { expect, test } from 'vitest'
import { columnLetters, escapeXml } from '../../../src/core/workbook/sheetXml.ts'

test('columns are named as a spreadsheet names them', () => {
  expect([0, 25, 26, 51, 52, 701, 702, 16_383].map(columnLetters)).toEqual([
    'A',
    'Z',
    'AA',
    'AZ',
    'BA',
    'ZZ',
    'AAA',
    'XFD',
  ])
})

test('what XML cannot hold is written as its code, and texts that look like one stay themselves', () => {
  expect(escapeXml('a<b> & "c"')).toBe('a&lt;b&gt; &amp; "c"')
  expect(escapeXml('a\u0001b\r\n\tc')).toBe('a_x0001_b_x000D_\n\tc')
  expect(escapeXml('_x0041_ \uD800 \u{1F600}')).toBe('_x005F_x0041_ _xD800_ \u{1F600}')
})
