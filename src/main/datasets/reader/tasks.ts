import { readColumn } from '../../../core/profile/readColumn.ts'
import type { ColumnSummary, Inspection } from '../../../shared/datasets.ts'
import { CHUNK_ROWS, encodeTextsBeside } from '../columns/codec.ts'
import { withoutRows } from './delimitedSource.ts'
import { openTable } from './openTable.ts'
import type { OpenedTable } from './openTable.ts'
import { typeHere } from './typeColumn.ts'
import type { ColumnTyper } from './typeColumn.ts'
import type { ColumnChunk, ReadRequest, ReadSummary, RowsSummary } from './types.ts'

/** Where the reader process delivers to; each promise resolves when the other side has taken it. */
export interface Delivery {
  progress(fraction: number, rows: number): void
  chunk(chunk: ColumnChunk): Promise<void>
  levels(column: number, levels: string[] | null): Promise<void>
  rows(header: string[], rows: string[][], fraction: number, hasHeader: boolean): Promise<void>
}

const shownRows = 100
// Small messages: neither side holds many rows at once.
const deliveredRows = 8_192
// Enough to tell kinds; the import itself looks at every value.
const mostInspectedRows = 20_000

/** The beginning of a file as Descent would read it. */
export async function inspectTask(request: ReadRequest, addon: string): Promise<Inspection> {
  const opened = await openTable(request.path, request.fileName, request.options, addon, 'glance')
  const { source } = opened
  try {
    const rows: string[][] = []
    let isWhole = true
    for await (const batch of source.batches()) {
      rows.push(...batch.rows.slice(0, mostInspectedRows - rows.length))
      isWhole = batch.fraction >= 1 && rows.length < mostInspectedRows
      if (rows.length > 0 && !isWhole) break
    }
    const irregular = new Set(source.irregular().rows.map((one) => one.row ?? -1))
    const columns = source.names.map((name, index) => {
      const texts = rows.map((row) => row[index] ?? '')
      return readColumn(texts, { ...choicesFor(request, name), name, index, irregular }).summary
    })
    return {
      fileName: request.fileName,
      sizeBytes: opened.sizeBytes,
      format: source.format,
      dialect: source.dialect,
      sheets: source.sheets,
      sheet: source.sheet,
      tables: [],
      table: 0,
      decisions: [],
      lines: [],
      places: [],
      columns: columns.map(({ name, kind }) => ({ name, kind })),
      rows: rows.slice(0, shownRows),
      inspectedRows: isWhole ? null : rows.length,
      findings: [...source.findings(), ...columns.flatMap((column) => column.warnings)],
    }
  } finally {
    await source.close()
  }
}

/** A whole file, row by row. */
export async function rowsTask(request: ReadRequest, addon: string, delivery: Delivery): Promise<RowsSummary> {
  const { source } = await openTable(request.path, request.fileName, request.options, addon, 'whole')
  try {
    let rows = 0
    for await (const batch of source.batches()) {
      rows += batch.rows.length
      for (let start = 0; start < batch.rows.length; start += deliveredRows) {
        const some = batch.rows.slice(start, start + deliveredRows)
        await delivery.rows(source.names, some, batch.fraction, source.hasHeader)
      }
    }
    if (rows === 0) throw withoutRows(request.fileName, source.hasHeader)
    return {
      rows,
      format: source.format,
      dialect: source.dialect,
      sheet: source.sheet,
      hasHeader: source.hasHeader,
      irregular: source.irregular().counts,
      findings: source.findings(),
    }
  } finally {
    await source.close()
  }
}

/**
 * A whole file as typed columns: first every column's texts, then, once all are known, its kind and values.
 * @param typerFor what types the columns, once the number of cells is known
 */
export async function readTask(
  request: ReadRequest,
  addon: string,
  delivery: Delivery,
  typerFor: (cells: number) => ColumnTyper = () => typeHere,
): Promise<Omit<ReadSummary, 'levels'>> {
  const opened = await openTable(request.path, request.fileName, request.options, addon, 'whole')
  const { source } = opened
  try {
    const texts = await collectTexts(opened, delivery)
    if (texts.rows === 0) throw withoutRows(request.fileName, source.hasHeader)
    const irregular = source.irregular()
    const typer = typerFor(texts.rows * source.names.length)
    const columns = await typeColumns(request, source.names, texts, irregular, delivery, typer).finally(() =>
      typer.close(),
    )
    return {
      rows: texts.rows,
      columns,
      source: {
        fileName: request.fileName,
        sizeBytes: opened.sizeBytes,
        sha256: opened.sha256,
        format: source.format,
        dialect: source.dialect,
        sheet: source.sheet,
        places: [],
        options: request.options,
      },
      irregular: irregular.counts,
      irregularRows: irregular.rows,
      findings: source.findings(),
    }
  } finally {
    await source.close()
  }
}

/** The texts of all columns, compressed: chunks[column][chunk]. */
interface CompressedTexts {
  rows: number
  chunks: Uint8Array[][]
}

// Reading takes about this share of the time, typing the columns the rest.
const readingShare = 0.5

// Every compressor under way takes memory, and there may be twenty thousand columns.
const compressedAtOnce = 64

async function collectTexts({ source }: OpenedTable, delivery: Delivery): Promise<CompressedTexts> {
  const width = source.names.length
  const buffers: string[][] = Array.from({ length: width }, () => [])
  const chunks: Uint8Array[][] = Array.from({ length: width }, () => [])
  let [rows, chunk] = [0, 0]
  const flush = async (count: number) => {
    for (let start = 0; start < width; start += compressedAtOnce) {
      const group = buffers.slice(start, start + compressedAtOnce)
      const encoded = await Promise.all(group.map((texts) => encodeTextsBeside(texts)))
      for (const [offset, bytes] of encoded.entries()) {
        const column = start + offset
        buffers[column] = []
        chunks[column]?.push(bytes)
        await delivery.chunk({ column, chunk, rows: count, part: 'source', bytes })
      }
    }
    chunk++
  }
  for await (const batch of source.batches()) {
    let next = 0
    while (next < batch.rows.length) {
      const room = CHUNK_ROWS - (rows % CHUNK_ROWS)
      const end = Math.min(batch.rows.length, next + room)
      for (let column = 0; column < width; column++) {
        const buffer = buffers[column] ?? []
        for (let row = next; row < end; row++) buffer.push(batch.rows[row]?.[column] ?? '')
      }
      rows += end - next
      next = end
      if (rows % CHUNK_ROWS === 0) await flush(CHUNK_ROWS)
    }
    delivery.progress(batch.fraction * readingShare, rows)
  }
  if (rows % CHUNK_ROWS > 0) await flush(rows % CHUNK_ROWS)
  return { rows, chunks }
}

async function typeColumns(
  request: ReadRequest,
  names: readonly string[],
  texts: CompressedTexts,
  irregular: { rows: readonly { row: number | null }[] },
  delivery: Delivery,
  typer: ColumnTyper,
): Promise<ColumnSummary[]> {
  const slipped = new Set(irregular.rows.flatMap((one) => one.row ?? []))
  const typed = names.map((name, index) =>
    typer.type({
      name,
      index,
      kind: request.options.kinds?.[name],
      missingMarkers: request.options.missingMarkers?.[name],
      irregular: slipped,
      texts: texts.chunks[index] ?? [],
    }),
  )
  // One that fails ends the whole; the others' failures have then been told.
  for (const one of typed) one.catch(() => {})
  const summaries: ColumnSummary[] = []
  for (const [column, promise] of typed.entries()) {
    const { summary, levels, values } = await promise
    for (const [chunk, { rows, bytes }] of values.entries()) {
      await delivery.chunk({ column, chunk, rows, part: 'values', bytes })
    }
    await delivery.levels(column, levels)
    summaries.push(summary)
    delivery.progress(readingShare + (1 - readingShare) * ((column + 1) / names.length), texts.rows)
  }
  return summaries
}

function choicesFor({ options }: ReadRequest, name: string) {
  const kind = options.kinds?.[name]
  const missingMarkers = options.missingMarkers?.[name]
  return { ...(kind === undefined ? {} : { kind }), ...(missingMarkers === undefined ? {} : { missingMarkers }) }
}
