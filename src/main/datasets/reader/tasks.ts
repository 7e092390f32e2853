import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { ColumnPreview, Inspection } from '../../../shared/datasets.ts'
import { DescentError } from '../../../shared/errors.ts'
import { splitOrigins } from '../columns/origins.ts'
import { loadReaders } from '../native.ts'
import type { Converted, Handed, ReaderTask, ReadRequest, ReadSummary, RowsSummary, TaskResult } from './types.ts'

/** Where the reader process hands things over to; the promise resolves when there is room for more. */
export type Deliver = (handed: Handed) => Promise<void>

/** What the addon says of a table that was read. */
type ReadTable = Omit<ReadSummary, 'levels' | 'source'> & {
  source: Omit<ReadSummary['source'], 'fileName' | 'sha256' | 'options'>
}

/** What the addon says of a table whose rows it gives. */
type RowsTable = Omit<RowsSummary, 'rows'> & { names: string[] }

/** Does one task. Throws what the addon throws. */
export async function perform(task: ReaderTask, addon: URL, deliver: Deliver): Promise<TaskResult> {
  const native = loadReaders(addon)
  const { path, fileName, options } = task.request
  const file = [path, fileName, JSON.stringify(options)] as const
  switch (task.kind) {
    case 'inspect': {
      const told = JSON.parse(await native.inspectTable(...file)) as Omit<Inspection, 'fileName'>
      return { type: 'inspected', inspection: { fileName, ...told } }
    }
    case 'previewColumn': {
      const told = await native.previewColumnOf(...file, task.column, JSON.stringify(task.settings))
      return { type: 'previewed', preview: JSON.parse(told) as ColumnPreview }
    }
    case 'read':
      return { type: 'readDone', summary: await read(task.request, addon, deliver) }
    case 'rows':
      return { type: 'rowsDone', summary: await rows(task.request, addon, deliver) }
    case 'convert':
      return {
        type: 'converted',
        converted: JSON.parse(await native.convertTable(...file, task.out)) as Converted,
      }
  }
}

async function read(
  { path, fileName, options }: ReadRequest,
  addon: URL,
  deliver: Deliver,
): Promise<Omit<ReadSummary, 'levels'>> {
  const reading = loadReaders(addon).readTable(path, fileName, JSON.stringify(options))
  const hashed = sha256Of(path)
  hashed.catch(() => {})
  let runs = new Uint32Array()
  for (;;) {
    for (const event of await reading.next()) {
      switch (event.kind) {
        case 'progress':
          await deliver({ type: 'progress', fraction: event.fraction, rows: event.rows })
          break
        case 'chunk': {
          const { column, chunk, rows: count, part, bytes } = event
          await deliver({ type: 'chunk', chunk: { column, chunk, rows: count, part, bytes } })
          break
        }
        case 'levels':
          await deliver({ type: 'levels', column: event.column, bytes: event.bytes ?? null })
          break
        case 'origins':
          runs = event.runs as Uint32Array<ArrayBuffer>
          break
        case 'done': {
          const { source, ...table } = JSON.parse(event.summary) as ReadTable
          for (const [chunk, bytes] of splitOrigins(runs, table.rows).entries()) {
            await deliver({ type: 'origins', chunk, bytes })
          }
          return { ...table, source: { ...source, fileName, sha256: await hashed, options } }
        }
      }
    }
  }
}

/** Read beside the table's own reading: the bytes then lie in the system's cache. */
async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}

async function rows({ path, fileName, options }: ReadRequest, addon: URL, deliver: Deliver): Promise<RowsSummary> {
  const reading = loadReaders(addon).openRows(path, fileName, JSON.stringify(options))
  const { names: header } = JSON.parse(reading.about()) as RowsTable
  let count = 0
  for (let piece = await reading.next(); piece !== null; piece = await reading.next()) {
    count += piece.rows
    await deliver({ type: 'rows', header, ...piece })
  }
  const { names: _names, ...table } = JSON.parse(reading.about()) as RowsTable
  return { rows: count, ...table }
}

/** What a person reads where something else than the addon failed. */
export function endedEarly(fileName: string): DescentError {
  return new DescentError('unusable-input', `“${fileName}” could not be read to its end.`, {
    hint: 'It may have changed or been removed while it was read. Try again.',
    where: { file: fileName },
  })
}
