import { open, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ImportOptions } from '../../shared/datasets.ts'
import { DescentError } from '../../shared/errors.ts'
import type { Reader, RowsSummary } from '../datasets/reader/types.ts'
import { csvLine } from '../predictions/csv.ts'
import { temporaryBeside, writeFailure } from './outputs.ts'

export type Converted = Pick<RowsSummary, 'rows' | 'irregular'>

/**
 * Writes what was understood of a foreign file as RFC 4180 in UTF-8, values as the texts they were, and returns the
 * number of rows, of which some may not have fitted. A table without a header gets none; an empty file gives an empty output. The output appears whole
 * or not at all.
 */
export async function convertFile(
  reader: Reader,
  from: string,
  to: string,
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
): Promise<Converted> {
  const partial = temporaryBeside(to)
  const handle = await open(partial, 'w').catch((error: unknown) => {
    throw writeFailure(error, to)
  })
  try {
    const write = async (text: string) => {
      await handle.writeFile(text).catch((error: unknown) => {
        throw writeFailure(error, to)
      })
    }
    const converted = await readInto(reader, from, write, signal, onProgress)
    await handle.close()
    await rename(partial, to).catch((error: unknown) => {
      throw writeFailure(error, to)
    })
    return converted
  } catch (error) {
    await handle.close().catch(() => {})
    await rm(partial, { force: true })
    throw error
  }
}

async function readInto(
  reader: Reader,
  from: string,
  write: (text: string) => Promise<void>,
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
): Promise<Converted> {
  const nothing = { rows: 0, irregular: { tooFewFields: 0, tooManyFields: 0, brokenQuote: 0 } }
  if (await isBlank(from)) return nothing
  let isFirst = true
  const read = (options: ImportOptions) =>
    reader.readRows(
      from,
      basename(from),
      options,
      async (header, records, fraction, hasHeader) => {
        if (isFirst && hasHeader) await write(csvLine(header))
        isFirst = false
        await write(records.map(csvLine).join(''))
        onProgress(fraction)
      },
      signal,
    )
  try {
    const { rows, irregular } = await read({})
    return { rows, irregular }
  } catch (error) {
    // A header without rows cannot be worked with, and is refused as a table; converted, it is still a header.
    const isHeaderOnly = error instanceof DescentError && error.kind === 'unusable-input' && error.where?.row === 1
    if (!isHeaderOnly || !isFirst) throw error
    await read({ header: false })
    return nothing
  }
}

/** Whether a file holds nothing but blanks, line ends and a byte order mark. */
async function isBlank(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  if (found === null || !found.isFile() || found.size > BLANK_BYTES) return false
  const text = await readFile(path, 'utf8').catch(() => null)
  return text !== null && text.trim() === ''
}

/** A file larger than this is not looked through for being blank. */
const BLANK_BYTES = 65_536
