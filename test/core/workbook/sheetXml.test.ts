import fc from 'fast-check'
import { expect, test } from 'vitest'
import { columnLetters, escapeXml, isPlainNumber, rowXml } from '../../../src/core/workbook/sheetXml.ts'

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

test('a text is a number only where nothing of it would be lost', () => {
  for (const text of ['0', '-1', '12.5', '0.1', '1e+21', '0.30000000000000004', '123456789012345']) {
    expect([text, isPlainNumber(text)]).toEqual([text, true])
  }
  for (const text of ['007', '1.0', '-0', '+1', '1e3', ' 1', '', '-', 'NaN', 'Infinity', '1234567890123456', '1,5']) {
    expect([text, isPlainNumber(text)]).toEqual([text, false])
  }
})

test('every finite number with a short text is a number', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = String(value)
      expect(isPlainNumber(text)).toBe(!/^-?\d{16,}$/.test(text))
    }),
  )
})

test('what XML cannot hold is written as its code, and texts that look like one stay themselves', () => {
  expect(escapeXml('a<b> & "c"')).toBe('a&lt;b&gt; &amp; "c"')
  expect(escapeXml('a\u0001b\r\n\tc')).toBe('a_x0001_b_x000D_\n\tc')
  expect(escapeXml('_x0041_ \uD800 \u{1F600}')).toBe('_x005F_x0041_ _xD800_ \u{1F600}')
})

test('a row has its numbers, its texts, and nothing for empty cells', () => {
  expect(rowXml(['1.5', '', '007'], 4)).toBe(
    '<row r="4"><c r="A4"><v>1.5</v></c><c r="C4" t="inlineStr"><is><t xml:space="preserve">007</t></is></c></row>',
  )
})
