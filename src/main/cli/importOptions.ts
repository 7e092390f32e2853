import { encodings, rangeSchema } from '../../shared/datasets.ts'
import type { ImportOptions } from '../../shared/datasets.ts'
import { DescentError } from '../../shared/errors.ts'
import { wholeNumber } from './arguments.ts'

/** Options of commands that read a foreign file. */
export const importArguments = {
  sheet: { type: 'string' },
  range: { type: 'string' },
  table: { type: 'string' },
  delimiter: { type: 'string' },
  quote: { type: 'string' },
  encoding: { type: 'string' },
  'header-rows': { type: 'string' },
  'first-row': { type: 'string' },
  'no-header': { type: 'boolean' },
} as const

export const importHelp = `  --sheet S        the sheet of a spreadsheet or table of a database, by name
  --range R        cells of a sheet, such as A3:F200; ends may be open, as in B:F
  --table N        which table, counted from 1, where a file or sheet holds several
  --delimiter D    what separates fields: one to eight characters, or tab
  --quote Q        what stands around texts: double, single or none
  --encoding E     ${encodings.join(', ')}
  --header-rows N  rows that name the columns, 0 to 5
  --first-row N    the line, or row of the sheet, where the table begins
  --no-header      the first row is data; columns are named column1, column2, …`

/** What is written after `--encoding` beside the names themselves. */
const encodingAliases: Record<string, (typeof encodings)[number]> = {
  utf8: 'utf-8',
  latin1: 'windows-1252',
  'iso-8859-1': 'windows-1252',
  ascii: 'windows-1252',
  cp1252: 'windows-1252',
  sjis: 'shift_jis',
  'shift-jis': 'shift_jis',
  'utf-16': 'utf-16le',
}

const quotes = { double: '"', single: "'", none: '' } as const

type Values = { [K in keyof typeof importArguments]?: K extends 'no-header' ? boolean : string }

/** Errors: `usage` for what does not exist or is out of its bounds. */
export function importOptions(values: Values): ImportOptions {
  const options: ImportOptions = {}
  if (values.sheet !== undefined) options.sheet = values.sheet
  if (values.range !== undefined) options.range = rangeOf(values.range)
  const table = wholeNumber(values.table, '--table', { least: 1, most: 10_000 })
  if (table !== undefined) options.table = table - 1
  if (values.delimiter !== undefined) options.delimiter = delimiterOf(values.delimiter)
  if (values.quote !== undefined) options.quote = quoteOf(values.quote)
  if (values.encoding !== undefined) options.encoding = encodingOf(values.encoding)
  const headerRows = wholeNumber(values['header-rows'], '--header-rows', { least: 0, most: 5 })
  if (headerRows !== undefined) options.headerRows = headerRows
  const firstRow = wholeNumber(values['first-row'], '--first-row', { least: 1, most: 4_000_000_000 })
  if (firstRow !== undefined) options.firstRow = firstRow
  if (values['no-header'] === true) options.header = false
  return options
}

function delimiterOf(text: string): string {
  if (text === 'tab' || text === '\\t') return '\t'
  if (text.length >= 1 && text.length <= 8) return text
  throw new DescentError('usage', '--delimiter takes one to eight characters.')
}

function quoteOf(text: string): '"' | "'" | '' {
  const named = Object.entries(quotes).find(([name, quote]) => text === name || (quote !== '' && text === quote))
  if (named !== undefined) return named[1]
  throw new DescentError('usage', `--quote ${text}: this must be double, single or none.`)
}

function encodingOf(text: string): (typeof encodings)[number] {
  const name = text.toLowerCase()
  const encoding = encodings.find((known) => known === name) ?? encodingAliases[name]
  if (encoding !== undefined) return encoding
  throw new DescentError('usage', `--encoding ${text}: there is no such encoding here.`, {
    hint: `Use one of ${encodings.join(', ')}.`,
  })
}

function rangeOf(text: string): string {
  if (rangeSchema.safeParse(text).success) return text
  throw new DescentError('usage', `--range ${text}: this must be a range of cells.`, {
    hint: 'Write it as A3:F200, or with open ends as B:F or 3:200.',
  })
}
