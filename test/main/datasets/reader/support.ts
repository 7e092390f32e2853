import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { createReader } from '../../../../src/main/datasets/reader/client.ts'
import type { ReaderSettings } from '../../../../src/main/datasets/reader/client.ts'
import { decodeCodes, decodeNumbers, decodeTexts } from '../../../../src/main/datasets/columns/codec.ts'
import type { ColumnChunk, ReadSummary, Reader, RowsSummary } from '../../../../src/main/datasets/reader/types.ts'
import { inspectTask, readTask, rowsTask } from '../../../../src/main/datasets/reader/tasks.ts'
import type { Delivery } from '../../../../src/main/datasets/reader/tasks.ts'
import type { ImportOptions } from '../../../../src/shared/datasets.ts'

const root = new URL('../../../../', import.meta.url)
const folder = mkdtempSync(join(tmpdir(), 'descent-reader-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

export const fixture = (name: string) => new URL(`test/fixtures/import/${name}`, root).pathname
export const inFolder = (name: string) => join(folder, name)

export function readerWith(settings: Partial<ReaderSettings> = {}) {
  return createReader({
    entry: new URL('src/main/datasets/reader/process.ts', root),
    addon: new URL('out/native/descent.node', root),
    ...settings,
  })
}

/** The reader as the application has it, in a process of its own. */
export const reader = readerWith()

const addon = new URL('out/native/descent.node', root).pathname
const nothing: Delivery = {
  progress: () => {},
  chunk: async () => {},
  levels: async () => {},
  rows: async () => {},
}

/** The same reader without the process, which takes its time to start. */
export const direct: Reader = {
  inspect: (path, fileName, options) => inspectTask({ path, fileName, options }, addon),
  async read(path, fileName, options, sink) {
    const levels: (string[] | null)[] = []
    const delivery: Delivery = {
      ...nothing,
      ...sink,
      levels: async (column, dictionary) => void (levels[column] = dictionary),
    }
    return { ...(await readTask({ path, fileName, options }, addon, delivery)), levels }
  },
  readRows: (path, fileName, options, onRows) =>
    rowsTask({ path, fileName, options }, addon, { ...nothing, rows: onRows }),
}

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
export async function readWhole(path: string, options: ImportOptions = {}, from = direct): Promise<WholeRead> {
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
      const levels = summary.levels[index]
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
  const summary = await direct.readRows(path, 'table.csv', options, async (names, batch) => {
    header = names
    for (const row of batch) rows.push(row)
  })
  return { header, rows, summary }
}
