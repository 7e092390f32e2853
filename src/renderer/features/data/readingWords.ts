import { dateOrderExamples, numberFormatExamples } from '../../../core/readingExamples.ts'
import type {
  ColumnReading,
  DateOrder,
  Decision,
  Dialect,
  Encoding,
  FileFormat,
  NumberUnit,
} from '../../../shared/datasets.ts'

/** How what was decided about a file or a column is said: one place for the dialog and the panels. */

export const delimiterNames = [
  { value: ',', label: 'Comma  ,' },
  { value: ';', label: 'Semicolon  ;' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Bar  |' },
  { value: ' ', label: 'Blank' },
  { value: ':', label: 'Colon  :' },
  { value: ', ', label: 'Comma and blank' },
]

/** The name of a delimiter for sentences. */
export function delimiterName(delimiter: string): string {
  return delimiterNames.find(({ value }) => value === delimiter)?.label.split('  ')[0] ?? `“${delimiter}”`
}

export const quoteNames: { value: string; label: string }[] = [
  { value: '"', label: 'Double  "' },
  { value: "'", label: "Single  '" },
  { value: 'none', label: 'None' },
]

export function quoteName(quote: Dialect['quote']): string {
  return quoteNames.find(({ value }) => value === quote)?.label ?? 'None'
}

/** Grouped as a person looks for them: by what is written in them. */
export const encodingGroups: { group: string; items: { value: Encoding; label: string }[] }[] = [
  {
    group: 'Any language',
    items: [
      { value: 'utf-8', label: 'UTF-8' },
      { value: 'utf-16le', label: 'UTF-16 LE' },
      { value: 'utf-16be', label: 'UTF-16 BE' },
    ],
  },
  {
    group: 'Western',
    items: [
      { value: 'windows-1252', label: 'Windows-1252 (ISO-8859-1)' },
      { value: 'iso-8859-15', label: 'ISO-8859-15' },
      { value: 'macintosh', label: 'Mac Roman' },
      { value: 'iso-8859-3', label: 'ISO-8859-3' },
      { value: 'iso-8859-14', label: 'ISO-8859-14' },
    ],
  },
  {
    group: 'Central and Northern European',
    items: [
      { value: 'windows-1250', label: 'Windows-1250' },
      { value: 'iso-8859-2', label: 'ISO-8859-2' },
      { value: 'iso-8859-16', label: 'ISO-8859-16' },
      { value: 'windows-1257', label: 'Windows-1257 (Baltic)' },
      { value: 'iso-8859-13', label: 'ISO-8859-13 (Baltic)' },
      { value: 'iso-8859-4', label: 'ISO-8859-4' },
      { value: 'iso-8859-10', label: 'ISO-8859-10 (Nordic)' },
    ],
  },
  {
    group: 'Cyrillic',
    items: [
      { value: 'windows-1251', label: 'Windows-1251' },
      { value: 'koi8-r', label: 'KOI8-R' },
      { value: 'koi8-u', label: 'KOI8-U' },
      { value: 'iso-8859-5', label: 'ISO-8859-5' },
      { value: 'ibm866', label: 'IBM 866' },
      { value: 'x-mac-cyrillic', label: 'Mac Cyrillic' },
    ],
  },
  {
    group: 'Greek, Turkish, Hebrew, Arabic',
    items: [
      { value: 'windows-1253', label: 'Windows-1253 (Greek)' },
      { value: 'iso-8859-7', label: 'ISO-8859-7 (Greek)' },
      { value: 'windows-1254', label: 'Windows-1254 (Turkish)' },
      { value: 'windows-1255', label: 'Windows-1255 (Hebrew)' },
      { value: 'iso-8859-8', label: 'ISO-8859-8 (Hebrew)' },
      { value: 'windows-1256', label: 'Windows-1256 (Arabic)' },
      { value: 'iso-8859-6', label: 'ISO-8859-6 (Arabic)' },
    ],
  },
  {
    group: 'Asian',
    items: [
      { value: 'shift_jis', label: 'Shift JIS (Japanese)' },
      { value: 'euc-jp', label: 'EUC-JP (Japanese)' },
      { value: 'iso-2022-jp', label: 'ISO-2022-JP (Japanese)' },
      { value: 'gb18030', label: 'GB18030 (Chinese)' },
      { value: 'gbk', label: 'GBK (Chinese)' },
      { value: 'big5', label: 'Big5 (Chinese)' },
      { value: 'euc-kr', label: 'EUC-KR (Korean)' },
      { value: 'windows-874', label: 'Windows-874 (Thai)' },
      { value: 'windows-1258', label: 'Windows-1258 (Vietnamese)' },
    ],
  },
]

export function encodingName(encoding: Encoding): string {
  const names = encodingGroups.flatMap(({ items }) => items)
  return names.find(({ value }) => value === encoding)?.label ?? encoding
}

export const formatNames: Record<FileFormat, string> = {
  delimited: 'Delimited text',
  spreadsheet: 'Spreadsheet',
  json: 'JSON',
  jsonLines: 'JSON, an object a line',
  parquet: 'Parquet',
  sqlite: 'SQLite database',
}

export const certaintyWords: Record<Decision['certainty'], string> = {
  chosen: 'chosen by you',
  certain: 'certain',
  likely: 'likely',
  guess: 'a guess',
}

export const dateOrderNames: Record<DateOrder, string> = {
  yearFirst: 'year, month, day',
  dayFirst: 'day, month, year',
  monthFirst: 'month, day, year',
  named: 'month by name',
}

const unitNames: Record<NumberUnit, string> = {
  percent: '12 % as 0.12',
  timeOfDay: 'time in seconds',
  duration: 'seconds',
}

/** What is worth saying of how a column's texts were read, in a few words; null where they are as plain as can be. */
export function readingText(kind: string, reading: ColumnReading | undefined): string | null {
  if (reading === undefined) return null
  if (kind === 'date') return `like ${dateOrderExamples[reading.dateOrder]}`
  if (kind !== 'number') return null
  if (reading.unit !== undefined) return unitNames[reading.unit]
  if (reading.measure !== undefined) return `in ${reading.measure}`
  return reading.numberFormat === 'plain' ? null : `like ${numberFormatExamples[reading.numberFormat]}`
}
