import { CHUNK_ROWS, chunkCount, decodeCodes, encodeCodes } from './codec.ts'

/**
 * Lines of a file (or rows of a sheet) that a table's rows stand on, chunk by chunk, each as a compressed list of runs:
 * pairs of the run's first row in the chunk and that row's line. Rows of a run stand on consecutive lines, so that a
 * file of one line a row takes a few bytes.
 * @param runs pairs of a row of the table and its line, ascending, the first of row 0
 */
export function splitOrigins(runs: Uint32Array, rows: number): Uint8Array[] {
  const chunks: Uint8Array[] = []
  let run = 0
  for (let chunk = 0; chunk < chunkCount(rows); chunk++) {
    const start = chunk * CHUNK_ROWS
    const end = Math.min(start + CHUNK_ROWS, rows)
    while (run + 2 < runs.length && (runs[run + 2] ?? 0) <= start) run += 2
    const own = [0, (runs[run + 1] ?? 0) + start - (runs[run] ?? 0)]
    while (run + 2 < runs.length && (runs[run + 2] ?? 0) < end) {
      run += 2
      own.push((runs[run] ?? 0) - start, runs[run + 1] ?? 0)
    }
    chunks.push(encodeCodes(Int32Array.from(own)))
  }
  return chunks
}

/** The lines of the rows `first` up to `end` of a chunk made by `splitOrigins`. Throws when the bytes are damaged. */
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
