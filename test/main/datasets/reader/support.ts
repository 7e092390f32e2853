import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { createReader } from '../../../../src/main/datasets/reader/client.ts'
import type { ReaderSettings } from '../../../../src/main/datasets/reader/client.ts'
import { decodeCodes, decodeNumbers, decodeTexts } from '../../../../src/main/datasets/columns/codec.ts'
import type { ColumnChunk, ReadSummary, RowsSummary } from '../../../../src/main/datasets/reader/types.ts'
import type { ImportOptions } from '../../../../src/shared/datasets.ts'
import { rowsOf } from '../../../support/rows.ts'
import { sourceEntries } from '../../../support/sourceEntries.ts'

const root = new URL('../../../../', import.meta.url)
const folder = mkdtempSync(join(tmpdir(), 'descent-reader-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

export const fixture = (name: string) => new URL(`test/fixtures/import/${name}`, root).pathname
export const inFolder = (name: string) => join(folder, name)

export function readerWith(settings: Partial<ReaderSettings> = {}) {
  return createReader({ entry: sourceEntries.readerProcess, addon: sourceEntries.addon, ...settings })
}

/** The reader as the application has it, in processes of its own. */
export const reader = readerWith()
afterAll(() => reader.close())

let files = 0

/** Writes a file of its own for a test and gives its path. */
export function file(content: string | Uint8Array, name = `file${files++}.csv`): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

export interface WholeRead {
  summary: ReadSummary
  chunks: ColumnChunk[]
  /** Source texts, row by row. */
  rows: string[][]
  /** Typed values by column: numbers, or levels, null for missing. */
  values: (number | string | null)[][]
}

/** Reads a file to its end and puts the chunks together again. */
export async function readWhole(path: string, options: ImportOptions = {}, from = reader): Promise<WholeRead> {
  const chunks: ColumnChunk[] = []
  const sink = {
    chunk: async (chunk: ColumnChunk) => void chunks.push(chunk),
    origins: async () => {},
    progress: () => {},
  }
  const summary = await from.read(path, 'table.csv', options, sink)
  const part = (column: number, wanted: ColumnChunk['part']) =>
    chunks.filter((chunk) => chunk.column === column && chunk.part === wanted)
  const texts = summary.columns.map(({ index }) => part(index, 'source').flatMap((chunk) => decodeTexts(chunk.bytes)))
  const values = summary.columns.map(({ index }) =>
    part(index, 'values').flatMap((chunk): (number | string | null)[] => {
      const dictionary = summary.levels[index]
      const levels = dictionary ? decodeTexts(dictionary) : null
      if (levels) return Array.from(decodeCodes(chunk.bytes), (code) => levels[code] ?? null)
      return Array.from(decodeNumbers(chunk.bytes), (value) => (Number.isNaN(value) ? null : value))
    }),
  )
  const rows = Array.from({ length: summary.rows }, (_, row) => texts.map((column) => column[row]!))
  return { summary, chunks, rows, values }
}

export async function readTexts(
  path: string,
  options: ImportOptions = {},
): Promise<{ header: string[]; rows: string[][]; summary: RowsSummary }> {
  const rows: string[][] = []
  let header: string[] = []
  const summary = await reader.readRows(path, 'table.csv', options, async (names, piece) => {
    header = names
    for (const row of rowsOf(piece)) rows.push(row)
  })
  return { header, rows, summary }
}
