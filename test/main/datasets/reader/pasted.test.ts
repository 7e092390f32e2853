import { describe, expect, test } from 'vitest'
import { splitPasted } from '../../../../src/renderer/features/data/import/pasted.ts'
import { file, readTexts } from './support.ts'

/** What a page shows of pasted text at once must be what the import makes of it. */
const corpus: [name: string, text: string][] = [
  ['cells of a spreadsheet', 'name\tn\tnote\nAda\t1\tx\nBob\t2\ty\nCy\t3\tz\n'],
  ['without a final line end', 'a\tb\n1\t2\n3\t4'],
  ['CR and LF', 'a\tb\r\n1\t2\r\n3\t4\r\n'],
  ['empty cells at every place', 'a\tb\tc\n\t2\t3\n1\t\t3\n1\t2\t\n'],
  ['a line end inside a cell', 'a\tb\n1\t"two\nlines"\n3\tx\n'],
  ['quotes inside quotes', 'a\tb\n1\t"say ""hi"""\n2\tno\n'],
  ['commas in cells', 'city\tn\nAix, en Provence\t1\nBonn, a. Rh.\t2\n'],
  ['semicolons in cells', 'a\tb\n1;2\t3\n4;5\t6\n'],
  ['apostrophes', "a\tb\nO'Neil\t1\nd'Arc\t2\n"],
  ['other scripts', 'имя\t数\nЖанна\t一\nПётр\t二\n'],
  ['blank lines between', 'a\tb\n\n1\t2\n\n3\t4\n'],
  ['one column', 'a\nx\ny\nz\n'],
  ['comma-separated text', 'a,b,c\n1,2,3\n4,"5,6",7\n'],
  ['semicolon-separated text', 'a;b;c\n1,5;2;3\n4,5;5;6\n'],
  ['blanks around texts', 'a\tb\n 1 \t x\ny \t2\n'],
  ['numbers as people write them', 'n\tprice\n1\t1,234.50\n2\t(3)\n3\t12 %\n'],
]

describe('pasted text and the same text as a file', () => {
  test.each(corpus)('%s', async (_, text) => {
    const shown = splitPasted(text)
    const delimiter = text.includes('\t') ? { delimiter: '\t' } : {}
    const { rows } = await readTexts(file(text), { ...delimiter, header: false, quote: '"' })
    expect(rows).toEqual(shown.rows.map((row) => shown.names.map((_name, index) => row[index] ?? '')))
  })
})
