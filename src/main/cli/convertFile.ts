import { open, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Reader } from '../datasets/reader/types.ts'
import { csvLine } from '../predictions/csv.ts'
import { temporaryBeside, writeFailure } from './outputs.ts'

/**
 * Writes what was understood of a foreign file as RFC 4180 in UTF-8, values as the texts they were, and returns the
 * number of rows. A table without a header gets none; an empty file gives an empty output. The output appears whole
 * or not at all.
 */
export async function convertFile(
  reader: Reader,
  from: string,
  to: string,
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
): Promise<number> {
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
    const rows = await readInto(reader, from, write, signal, onProgress)
    await handle.close()
    await rename(partial, to).catch((error: unknown) => {
      throw writeFailure(error, to)
    })
    return rows
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
): Promise<number> {
  if (await isBlank(from)) return 0
  let isFirst = true
  const { rows } = await reader.readRows(
    from,
    basename(from),
    {},
    async (header, records, fraction, hasHeader) => {
      if (isFirst && hasHeader) await write(csvLine(header))
      isFirst = false
      await write(records.map(csvLine).join(''))
      onProgress(fraction)
    },
    signal,
  )
  return rows
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
