import Papa from 'papaparse'

/** Rows that are drawn before the text has gone the way of a file. */
const INSTANT_ROWS = 200

/** Pasted text split into cells, for the moment until the file's own reader has looked at it. */
export interface PastedTable {
  names: string[]
  rows: string[][]
}

/** Splits the beginning of pasted text; whether it has names, and what kinds, is left to the reader of files. */
export function splitPasted(text: string): PastedTable {
  const { data } = Papa.parse<string[]>(text, {
    preview: INSTANT_ROWS,
    skipEmptyLines: true,
    ...(text.includes('\t') ? { delimiter: '\t' } : {}),
  })
  const width = Math.max(0, ...data.map((row) => row.length))
  return { names: Array.from({ length: width }, (_, index) => `column${index + 1}`), rows: data }
}
