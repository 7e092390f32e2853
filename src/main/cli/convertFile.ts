import { rename, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { DescentError } from '../../shared/errors.ts'
import type { Converted, Reader } from '../datasets/reader/types.ts'
import { temporaryBeside, writeFailure } from './outputs.ts'

/**
 * Writes what was understood of a foreign file as RFC 4180 in UTF-8, values as the texts they were, and returns the
 * number of rows, of which some may not have fitted. The output appears whole or not at all.
 */
export async function convertFile(reader: Reader, from: string, to: string, signal: AbortSignal): Promise<Converted> {
  const partial = temporaryBeside(to)
  try {
    const converted = await reader.convert(from, basename(from), partial, signal)
    await rename(partial, to).catch((error: unknown) => {
      throw writeFailure(error, to)
    })
    return converted
  } catch (error) {
    await rm(partial, { force: true })
    throw ofOutput(error, to)
  }
}

/** What failed in writing is told of the file that the person named. */
function ofOutput(error: unknown, to: string): unknown {
  if (!(error instanceof DescentError)) return error
  if (error.kind === 'disk-full') return writeFailure(Object.assign(new Error(), { code: 'ENOSPC' }), to)
  if (error.kind === 'refused') return writeFailure(Object.assign(new Error(), { code: 'EACCES' }), to)
  return error
}
