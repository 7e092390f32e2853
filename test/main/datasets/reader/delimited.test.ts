import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CHUNK_ROWS, decodeTexts } from '../../../../src/main/datasets/columns/codec.ts'
import { file, readTexts, readWhole, reader } from './support.ts'

describe('a text file', () => {
  test('is read as typed columns with their source texts', async () => {
    const content = 'name,weight,born,ok\nAda,61.50,2024-02-29,yes\n"Bob, Jr.",NA,1999-12-31,no\nCy,70,,yes\n'
    const { summary, rows, values } = await readWhole(file(content))
    expect(rows).toEqual([
      ['Ada', '61.50', '2024-02-29', 'yes'],
      ['Bob, Jr.', 'NA', '1999-12-31', 'no'],
      ['Cy', '70', '', 'yes'],
    ])
    expect(values).toEqual([
      ['Ada', 'Bob, Jr.', 'Cy'],
      [61.5, null, 70],
      [Date.UTC(2024, 1, 29), Date.UTC(1999, 11, 31), null],
      ['yes', 'no', 'yes'],
    ])
    expect(summary.levels.map((levels) => (levels ? decodeTexts(levels).length : null))).toEqual([3, null, null, 2])
    expect(summary.columns.map(({ kind }) => kind)).toEqual(['category', 'number', 'date', 'boolean'])
    expect(summary.source).toMatchObject({
      sizeBytes: Buffer.byteLength(content),
      sha256: createHash('sha256').update(content).digest('hex'),
      format: 'delimited',
      dialect: { delimiter: ',', quote: '"', encoding: 'utf-8', hasByteOrderMark: false, header: true },
    })
  })

  test('keeps to what a person said', async () => {
    const path = file('1;2\n3;4\n')
    const { summary } = await readWhole(path, { header: true, kinds: { '1': 'category' } })
    expect(summary).toMatchObject({
      rows: 1,
      columns: [
        { name: '1', kind: 'category' },
        { name: '2', kind: 'number' },
      ],
    })
    const whole = await readWhole(path, { delimiter: ',', header: false })
    expect(whole.rows).toEqual([['1;2'], ['3;4']])
  })

  test('longer than a chunk comes in several, all of one column in order', async () => {
    const rows = CHUNK_ROWS + 10
    const lines = Array.from({ length: rows }, (_, row) => `${row},x${row % 3}`)
    const read = await readWhole(file(`number,group\n${lines.join('\n')}`))
    expect(read.summary.rows).toBe(rows)
    expect(read.chunks.map(({ column, chunk, rows: size, part }) => [column, chunk, size, part])).toEqual([
      [0, 0, CHUNK_ROWS, 'source'],
      [1, 0, CHUNK_ROWS, 'source'],
      [0, 1, 10, 'source'],
      [1, 1, 10, 'source'],
      [0, 0, CHUNK_ROWS, 'values'],
      [0, 1, 10, 'values'],
      [1, 0, CHUNK_ROWS, 'values'],
      [1, 1, 10, 'values'],
    ])
    expect(read.values[0]).toEqual(Array.from({ length: rows }, (_, row) => row))
    expect(read.rows[rows - 1]).toEqual([String(rows - 1), `x${(rows - 1) % 3}`])
  })

  test('over a megabyte, with quotes and line ends across the pieces, loses nothing', async () => {
    const texts = Array.from({ length: 60_000 }, (_, row) => (row % 7 === 0 ? `line\r\nend, "${row}"` : `plain ${row}`))
    const body = texts.map((text, row) => `${row},"${text.replaceAll('"', '""')}",é\r\n`).join('')
    const { rows, summary } = await readTexts(file(`id,text,mark\r\n${body}`))
    expect(summary.irregular).toMatchObject({ tooFewFields: 0, tooManyFields: 0, brokenQuote: 0 })
    expect(rows).toEqual(texts.map((text, row) => [String(row), text, 'é']))
  })
})

describe('encodings', () => {
  const text = 'name,größe\nZoë,1\nRené €,2\n'
  const utf16 = (big: boolean, mark: boolean) => {
    const bytes = Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le')
    return big ? bytes.swap16() : bytes
  }
  const windows = Buffer.from(text.replaceAll('€', '\u0080'), 'latin1')
  test.each([
    ['UTF-8', Buffer.from(text), 'utf-8', false],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), 'utf-8', true],
    ['UTF-16 LE with a mark', utf16(false, true), 'utf-16le', true],
    ['UTF-16 BE with a mark', utf16(true, true), 'utf-16be', true],
    ['UTF-16 LE', utf16(false, false), 'utf-16le', false],
    ['UTF-16 BE', utf16(true, false), 'utf-16be', false],
    ['Windows-1252', windows, 'windows-1252', false],
  ] as const)('%s', async (_, bytes, encoding, hasByteOrderMark) => {
    const { header, rows, summary } = await readTexts(file(bytes))
    expect(header).toEqual(['name', 'größe'])
    expect(rows).toEqual([
      ['Zoë', '1'],
      ['René €', '2'],
    ])
    expect(summary.dialect).toMatchObject({ encoding, hasByteOrderMark })
  })

  test('the first byte that is no UTF-8 may come after the sample', async () => {
    const ascii = 'name,number\n' + 'plain,1\n'.repeat(200_000)
    const { rows, summary } = await readTexts(
      file(Buffer.concat([Buffer.from(ascii), Buffer.from('Z\xfcrich,2\n', 'latin1')])),
    )
    expect(summary.dialect?.encoding).toBe('windows-1252')
    expect(rows.at(-1)).toEqual(['Zürich', '2'])
  })

  test('a file of UTF-8 with one damaged byte stays UTF-8, and that is said', async () => {
    const good = Buffer.from('name,number\n' + 'Zürich,1\n'.repeat(100))
    const { summary } = await readTexts(file(Buffer.concat([good, Buffer.from('B\xfcrgi,2\n', 'latin1')])))
    expect(summary.dialect?.encoding).toBe('utf-8')
    expect(summary.findings.map((finding) => finding.message)).toContain(
      '1 byte of the file is not UTF-8 and is shown as �.',
    )
  })
})

describe('irregular rows', () => {
  test('are kept, counted and shown as they stand in the file', async () => {
    const { summary, rows } = await readWhole(
      file('a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,"x"y,11\n12,"never closed,13\n14,15,16\n17,"good",18\n19,"good",20\n'),
    )
    expect(rows).toEqual([
      ['1', '2', '3'],
      ['4', '5', ''],
      ['6', '7', '8'],
      ['10', 'xy', '11'],
      ['12', '"never closed', '13'],
      ['14', '15', '16'],
      ['17', 'good', '18'],
      ['19', 'good', '20'],
    ])
    expect(summary.irregular).toMatchObject({ tooFewFields: 1, tooManyFields: 1, brokenQuote: 2 })
    expect(summary.irregularRows).toMatchObject([
      { line: 3, row: 1, problem: 'tooFewFields', expected: 3, found: 2, text: '4,5' },
      { line: 4, row: 2, problem: 'tooManyFields', expected: 3, found: 4, text: '6,7,8,9', surplus: ['9'] },
      { line: 5, row: 3, problem: 'brokenQuote', expected: 3, found: 3, text: '10,"x"y,11' },
      { line: 6, row: 4, problem: 'brokenQuote', expected: 3, found: 3, text: '12,"never closed,13' },
    ])
    // The misfits of slipped rows do not turn a column of numbers into texts.
    expect(summary.columns.map(({ kind }) => kind)).toEqual(['number', 'category', 'number'])
    const finding = summary.findings.find(({ kind }) => kind === 'brokenQuote')
    expect(finding).toMatchObject({ rows: [3, 4], remedies: [{ kind: 'showIrregularRows' }] })
  })

  test('an unclosed quote deep in a large file costs one row', async () => {
    const lines = Array.from({ length: 100_000 }, (_, row) => (row === 50_000 ? `${row},"oops` : `${row},"fine"`))
    const { rows, summary } = await readTexts(file(`id,text\n${lines.join('\n')}\n`))
    expect(rows).toHaveLength(100_000)
    expect(rows[50_000]).toEqual(['50000', '"oops'])
    expect(rows[99_999]).toEqual(['99999', 'fine'])
    expect(summary.irregular.brokenQuote).toBe(1)
  })

  test('blank lines are skipped and said; a table of one column keeps its quoted empty texts', async () => {
    const wide = await readTexts(file('a,b\n\n1,2\n\n3,4\n'))
    expect(wide.rows).toEqual([
      ['1', '2'],
      ['3', '4'],
    ])
    expect(wide.summary.findings.map(({ kind }) => kind)).toContain('blankLines')
    const narrow = await readTexts(file('a\nx\n""\ny\n'))
    expect(narrow.rows).toEqual([['x'], [''], ['y']])
  })

  test('notes around the table and a second table are left out, and kept as irregular', async () => {
    const { rows, summary } = await readWhole(
      file('Report of May\n\na,b,c\n1,2,3\n4,5,6\n7,8,9\n\nSource: the office\n'),
    )
    expect(rows).toEqual([
      ['1', '2', '3'],
      ['4', '5', '6'],
      ['7', '8', '9'],
    ])
    expect(summary.irregular).toMatchObject({ tooFewFields: 0, tooManyFields: 0, brokenQuote: 0 })
    expect(summary.irregularRows).toMatchObject([{ row: null, text: 'Report of May' }, { row: null }])
    expect(summary.findings.map(({ kind }) => kind)).toContain('leftOut')
    const two = await readTexts(file('a,b,c\n1,2,3\n4,5,6\n7,8,9\n8,8,8\n\nx,y\n1,2\n3,4\n'))
    expect(two.rows).toHaveLength(4)
    expect(two.summary.findings.map(({ kind }) => kind)).toContain('secondTable')
  })

  test('a last row that was cut off is a row', async () => {
    const { rows, summary } = await readTexts(file('a,b,c\n1,2,3\n4,5,6\n7'))
    expect(rows.at(-1)).toEqual(['7', '', ''])
    expect(summary.irregular.tooFewFields).toBe(1)
  })
})

describe('an inspection', () => {
  test('says what an import would do, from the beginning of the file', async () => {
    const inspection = await reader.inspect(file('\ufeffa;b\n1;x\n2;y\n', 'small.csv'), 'small.csv', {})
    expect(inspection).toMatchObject({
      fileName: 'small.csv',
      format: 'delimited',
      dialect: { delimiter: ';', hasByteOrderMark: true, header: true },
      columns: [
        { name: 'a', kind: 'number' },
        { name: 'b', kind: 'category' },
      ],
      rows: [
        ['1', 'x'],
        ['2', 'y'],
      ],
      sheets: [],
      inspectedRows: null,
    })
  })

  test('shows at most a thousand rows', async () => {
    const path = file(`a,b\n${'1,2\n'.repeat(500_000)}`)
    const inspection = await reader.inspect(path, 'long.csv', {})
    expect(inspection.rows).toHaveLength(1000)
    expect(inspection.inspectedRows).toBeGreaterThan(1000)
    expect(inspection.inspectedRows).toBeLessThan(500_000)
  })
})

test('any table written in any dialect is read back', async () => {
  const cell = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('1', '2.5', 'x', 'red', 'two words', '') },
    { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom(...'ab1,;|\t"\'\n é東'.split('')), maxLength: 6 }) },
  )
  const dialect = fc.record({
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    quote: fc.constantFrom('"', "'"),
    lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
    finalLineEnd: fc.boolean(),
  })
  const tables = fc
    .integer({ min: 1, max: 5 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }))
  await fc.assert(
    fc.asyncProperty(tables, dialect, async (table, { delimiter, quote, lineEnd, finalLineEnd }) => {
      const field = (text: string) =>
        text === '' || /[,;|\t"'\n ]/.test(text) ? quote + text.replaceAll(quote, quote + quote) + quote : text
      // Where lone CRs end the lines, more LFs inside the texts than lines would be taken for the line ends.
      const rows = lineEnd === '\r' ? table.map((row) => row.map((text) => text.replaceAll('\n', '/'))) : table
      const body = rows.map((row) => row.map(field).join(delimiter)).join(lineEnd)
      const names = rows[0]!.map((_, index) => `name${index}`).join(delimiter)
      const path = file(`${names}${lineEnd}${body}${finalLineEnd ? lineEnd : ''}`, 'any.csv')
      const read = await readTexts(path, { delimiter, quote: quote as '"', headerRows: 1 })
      expect(read.rows).toEqual(rows)
    }),
    { numRuns: 60 },
  )
})
