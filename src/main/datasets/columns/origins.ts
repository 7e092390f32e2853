import { decodeCodes, encodeCodes } from './codec.ts'

/**
 * Lines of a file (or rows of a sheet), one a row of a chunk, as a compressed list of runs: pairs of the run's first
 * row in the chunk and that row's line. Rows of a run stand on consecutive lines, so that a file of one line a row
 * takes a few bytes.
 */
export function encodeOrigins(lines: Uint32Array): Uint8Array {
  const runs: number[] = []
  for (let row = 0; row < lines.length; row++) {
    const line = lines[row] ?? 0
    if (row === 0 || line !== (lines[row - 1] ?? 0) + 1) runs.push(row, line)
  }
  return encodeCodes(Int32Array.from(runs))
}

/** The lines of the rows `first` up to `end` of a chunk made by `encodeOrigins`. Throws when the bytes are damaged. */
export function decodeOrigins(bytes: Uint8Array, first: number, end: number): number[] {
  const runs = decodeCodes(bytes)
  if (runs.length === 0 || runs.length % 2 !== 0) throw new Error('A list of lines has a broken length.')
  const lines: number[] = []
  for (let run = 0, row = first; row < end; row++) {
    while (run + 2 < runs.length && (runs[run + 2] ?? 0) <= row) run += 2
    // Lines beyond 2³¹ have their sign bit set.
    lines.push(((runs[run + 1] ?? 0) + row - (runs[run] ?? 0)) >>> 0)
  }
  return lines
}
