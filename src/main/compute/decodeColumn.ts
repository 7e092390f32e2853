import type { ColumnKind } from '../../shared/datasets.ts'
import { DescentError } from '../../shared/errors.ts'
import { decodeCodes, decodeNumbers } from '../datasets/columns/codec.ts'

/**
 * Chunks of typed values, in order, as one array of `rows` entries in shared memory: Float64 for numbers and dates,
 * Int32 codes for the other kinds. Errors: `damaged` where the chunks do not hold as many rows.
 */
export function decodeColumn(kind: ColumnKind, rows: number, chunks: readonly Uint8Array[]): SharedArrayBuffer {
  const isNumeric = kind === 'number' || kind === 'date'
  const shared = new SharedArrayBuffer(rows * (isNumeric ? 8 : 4))
  const filled = isNumeric
    ? fill(new Float64Array(shared), chunks, decodeNumbers)
    : fill(new Int32Array(shared), chunks, decodeCodes)
  if (filled !== rows) {
    throw new DescentError('damaged', 'A stored column does not have as many rows as its table.', {
      hint: 'Run "descent check" on the project, and import the file again.',
    })
  }
  return shared
}

/** Decodes one chunk after the other; returns the number of entries there were. */
function fill<T extends Float64Array | Int32Array>(
  into: T,
  chunks: readonly Uint8Array[],
  decode: (chunk: Uint8Array) => T,
): number {
  let at = 0
  for (const chunk of chunks) {
    const part = decode(chunk)
    if (at + part.length > into.length) return at + part.length
    into.set(part, at)
    at += part.length
  }
  return at
}
