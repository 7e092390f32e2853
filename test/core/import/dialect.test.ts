import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countUtf8, detectEncoding, isUtf8 } from '../../../src/core/import/encoding.ts'
import { detectLayout } from '../../../src/core/import/layout.ts'
import { uniqueNames } from '../../../src/core/import/names.ts'
import { sniffDialect } from '../../../src/core/import/sniffDialect.ts'
import { splitRecords } from '../../../src/core/import/splitRecords.ts'
import type { SplitDialect } from '../../../src/core/import/splitRecords.ts'

const comma: SplitDialect = { delimiter: ',', quote: '"', carriageReturnEnds: false }

function fieldsOf(text: string, dialect = comma): string[][] {
  return splitRecords(text, dialect, true).records.map((record) => record.fields)
}

function brokenOf(text: string): boolean[] {
  return splitRecords(text, comma, true).records.map((record) => record.brokenQuote)
}

describe('records', () => {
  test('end with LF or CRLF, and the last with nothing', () => {
    expect(fieldsOf('a,b\r\n1,2\n3,4')).toEqual([
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
    ])
  })

  test('quoted fields hold delimiters, line ends and doubled quotes', () => {
    expect(fieldsOf('"a,b","c\r\nd","e""f",""\n')).toEqual([['a,b', 'c\r\nd', 'e"f', '']])
  })

  test('a delimiter with a blank takes any blanks, and quotes after them', () => {
    expect(fieldsOf('a, "b, c",d,   e\n', { ...comma, delimiter: ', ' })).toEqual([['a', 'b, c', 'd', 'e']])
  })

  test('a quote that is never closed is an ordinary character of its field', () => {
    expect(fieldsOf('1,"abc,2\n3,x,4\n')).toEqual([
      ['1', '"abc', '2'],
      ['3', 'x', '4'],
    ])
    expect(brokenOf('1,"abc,2\n3,x,4\n')).toEqual([true, false])
  })

  test('a quote that is closed only by the next quoted field does not swallow the lines between', () => {
    expect(fieldsOf('1,"abc,2\n3,x,4\n5,"y",6\n')).toEqual([
      ['1', '"abc', '2'],
      ['3', 'x', '4'],
      ['5', 'y', '6'],
    ])
  })

  test('quotes inside a quoted field that were not doubled are kept', () => {
    expect(fieldsOf('"he said "hi" to me",2\n')).toEqual([['he said "hi" to me', '2']])
    expect(fieldsOf('"abc"def,"x"\n')).toEqual([['abcdef', 'x']])
    expect(brokenOf('"abc"def,"x"\n')).toEqual([true])
  })

  test('a line end cut in half after a quoted field waits for its other half', () => {
    const text = 'a,"x\r\ny"\r\nb,c\r\n'
    const cut = text.indexOf('"\r') + 2
    const first = splitRecords(text.slice(0, cut), comma, false)
    expect(first).toEqual({ records: [], consumed: 0 })
    expect(fieldsOf(text)).toEqual([
      ['a', 'x\r\ny'],
      ['b', 'c'],
    ])
  })

  test('whatever the pieces, the records are the same', () => {
    const piece = fc.constantFrom('a', ',', '"', '\n', '\r\n', ' ', 'xyz', '""')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.nat(60), (pieces, cut) => {
        const text = pieces.join('')
        const first = splitRecords(text.slice(0, cut), comma, false)
        // What an earlier piece settles may not change when more text comes, broken quotes apart: those wait.
        fc.pre(!splitRecords(text, comma, true).records.some((record) => record.brokenQuote))
        const rest = splitRecords(text.slice(first.consumed), comma, true)
        expect([...first.records, ...rest.records].map((record) => record.fields)).toEqual(fieldsOf(text))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('the dialect', () => {
  test.each([
    ['comma', 'a,b\n1,2\n3,4\n', ','],
    ['semicolon with decimal commas', 'a;b\n1,5;2,5\n3,5;4,5\n', ';'],
    ['tab', 'a\tb\n1\t2\n3\t4\n', '\t'],
    ['vertical bar', 'a|b\n1|2\n3|4\n', '|'],
    ['comma and blank', '39, State-gov, 7\n50, Private, 8\n38, Private, 9\n', ', '],
    ['commas inside quotes', 'a;b\n"x, y, z";1\n"p, q";2\n', ';'],
  ])('%s', (_, text, delimiter) => {
    expect(sniffDialect(text, true)).toMatchObject({ delimiter, quote: '"' })
  })

  test('one column of sentences is not split', () => {
    const text = 'note\nWell, this is it\nNo comma here\nOne, two, three\nend\n'
    const dialect = sniffDialect(text, true)
    expect(fieldsOf(text, dialect).every((fields) => fields.length === 1)).toBe(true)
  })

  test('single quotes around texts', () => {
    expect(sniffDialect("a,b\n'x, y','z'\n'p','q, r'\n's','t'\n", true)).toMatchObject({ delimiter: ',', quote: "'" })
  })

  test('quotation marks that are inches', () => {
    expect(sniffDialect('size,price\n"5,10\n"6,11\n"7,12\n"8,13\n', true).quote).toBe('')
  })

  test('line ends', () => {
    expect(sniffDialect('a,b\r\n1,2\r\n', true).lineEnd).toBe('\r\n')
    expect(sniffDialect('a,b\n1,2\n', true).lineEnd).toBe('\n')
    expect(sniffDialect('a,b\r1,2\r', true)).toMatchObject({ lineEnd: '\r', carriageReturnEnds: true })
    expect(sniffDialect('a,b\r\n1,2\n3,4\n', true).lineEnd).toBeNull()
    expect(sniffDialect('a,b\r\n"x\ny",2\r\n', true).lineEnd).toBe('\r\n')
  })

  test("Excel's line that names the delimiter", () => {
    expect(sniffDialect('sep=|\na,b|c\n1,5|2\n3,5|4\n', true).delimiter).toBe('|')
    const records = [
      ['sep=', ''],
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
    ]
    expect(detectLayout(records)).toMatchObject({ skip: 1, headerRows: 1, header: ['a', 'b'] })
  })

  test('what a person says is kept', () => {
    expect(sniffDialect('a,b;c\n1,2;3\n', true, { delimiter: ';', quote: '' })).toMatchObject({
      delimiter: ';',
      quote: '',
    })
  })
})

describe('the encoding', () => {
  const bytes = (...list: number[]) => Uint8Array.from(list)
  test('byte order marks', () => {
    expect(detectEncoding(bytes(0xef, 0xbb, 0xbf, 65))).toEqual({ encoding: 'utf-8', markLength: 3 })
    expect(detectEncoding(bytes(0xff, 0xfe, 65, 0))).toEqual({ encoding: 'utf-16le', markLength: 2 })
    expect(detectEncoding(bytes(0xfe, 0xff, 0, 65))).toEqual({ encoding: 'utf-16be', markLength: 2 })
  })

  test('UTF-16 without a mark', () => {
    const little = new Uint8Array(Buffer.from('a,b\n1,2\n', 'utf16le'))
    const big = new Uint8Array(Buffer.from('a,b\n1,2\n', 'utf16le').swap16())
    expect(detectEncoding(little).encoding).toBe('utf-16le')
    expect(detectEncoding(big).encoding).toBe('utf-16be')
  })

  test('UTF-8 and Windows-1252', () => {
    expect(isUtf8(countUtf8(new Uint8Array(Buffer.from('Zürich, naïve, 東京, 😀'))))).toBe(true)
    expect(isUtf8(countUtf8(bytes(0x5a, 0xfc, 0x72, 0x69, 0x63, 0x68)))).toBe(false)
    expect(countUtf8(bytes(0xc0, 0x80, 0xed, 0xa0, 0x80)).characters).toBe(0)
  })

  test('counts of valid text are those of its characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(text.isWellFormed())
        const beyond = Array.from(text).filter((one) => (one.codePointAt(0) ?? 0) > 127).length
        expect(countUtf8(new Uint8Array(Buffer.from(text)))).toEqual({ characters: beyond, invalid: 0 })
      }),
    )
  })
})

describe('the header', () => {
  const rows = (text: string) => fieldsOf(text).map((fields) => (fields.length === 1 && fields[0] === '' ? [] : fields))
  test.each([
    ['names over numbers', 'a,b\n1,2\n3,4\n', 1],
    ['no names: numbers over numbers', 'M,0.4,15\nM,0.3,7\nF,0.5,9\n', 0],
    ['words over repeated words', 'species,island\nAdelie,Torgersen\nAdelie,Biscoe\nGentoo,Biscoe\nGentoo,Biscoe\n', 1],
    ['a first row that repeats below', 'yes,no\nno,yes\nyes,no\nno,no\n', 0],
    ['years over numbers', 'country,1990,1991\nA,3.5,4\nB,5,6.5\n', 1],
    ['an empty name', ',b\n1,2\n3,4\n', 1],
    ['names over empty and full columns', 'a,b\n,2\n,4\n', 1],
  ])('%s', (_, text, headerRows) => {
    expect(detectLayout(rows(text)).headerRows).toBe(headerRows)
  })

  test('a person decides', () => {
    expect(detectLayout(rows('1,2\n3,4\n'), true)).toMatchObject({ headerRows: 1, header: ['1', '2'] })
    expect(detectLayout(rows('a,b\n3,4\n'), false)).toMatchObject({ headerRows: 0, header: ['column1', 'column2'] })
  })

  test('titles, notes and blank lines before the table are left out', () => {
    const text = '\nReport 2020\nmade by hand\n\na,b,c\n1,2,3\n4,5,6\n7,8,9\n'
    expect(detectLayout(rows(text))).toMatchObject({ skip: 4, headerRows: 1, header: ['a', 'b', 'c'] })
  })

  test('comments before the table are left out, a name with a number sign is not', () => {
    expect(detectLayout(rows('# made by hand, in May\na,b,c\n1,2,3\n4,5,6\n'))).toMatchObject({
      skip: 1,
      headerRows: 1,
    })
    expect(detectLayout(rows('#id,b,c\n1,2,3\n4,5,6\n'))).toMatchObject({ skip: 0, header: ['#id', 'b', 'c'] })
  })

  test('two header rows are joined', () => {
    expect(detectLayout(rows('length,width\nmm,mm\n1.5,2\n3,4.5\n5,6\n'))).toMatchObject({
      headerRows: 2,
      header: ['length mm', 'width mm'],
    })
  })

  test('row names without a name of their own', () => {
    expect(detectLayout(rows('mpg,cyl\nMazda,21,6\nFiat,32,4\nHonda,30,4\n')).header).toEqual(['', 'mpg', 'cyl'])
  })

  test('names become unique', () => {
    expect(uniqueNames(['name', '', 'name', 'name_2', 'a\nb'])).toEqual({
      names: ['name', 'column2', 'name_3', 'name_2', 'a b'],
      empty: [1],
      repeated: [2],
    })
  })

  test('any names become unique, and none is empty', () => {
    const header = fc.array(fc.constantFrom('', 'a', 'a_2', 'a_3', 'column1', 'column2', ' a '), { maxLength: 8 })
    fc.assert(
      fc.property(header, (names) => {
        const unique = uniqueNames(names).names
        expect(new Set(unique).size).toBe(names.length)
        expect(unique.every((name) => name !== '')).toBe(true)
      }),
    )
  })
})
