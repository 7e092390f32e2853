import { readColumn } from '../../../core/profile/readColumn.ts'
import type { ColumnKind, ColumnSummary } from '../../../shared/datasets.ts'
import { CHUNK_ROWS, decodeTexts, encodeCodes, encodeNumbers } from '../columns/codec.ts'

/** One column's source texts and what a person has decided about it. */
export interface ColumnJob {
  name: string
  index: number
  kind: ColumnKind | undefined
  missingMarkers: string[] | undefined
  /** Rows whose fields may have slipped. */
  irregular: ReadonlySet<number>
  /** The texts, as `encodeTexts` makes them. */
  texts: Uint8Array[]
}

export interface TypedColumn {
  summary: ColumnSummary
  levels: string[] | null
  /** The typed values, as `encodeNumbers` or `encodeCodes` makes them. */
  values: { rows: number; bytes: Uint8Array }[]
}

/** Types columns, in whatever order it likes. */
export interface ColumnTyper {
  type(job: ColumnJob): Promise<TypedColumn>
  close(): Promise<void>
}

/** Decides a column's kind from all its texts, parses and describes it. */
export function typeColumn({ texts, kind, missingMarkers, ...rest }: ColumnJob): TypedColumn {
  const whole: string[] = []
  for (const chunk of texts) for (const text of decodeTexts(chunk)) whole.push(text)
  const { column, summary, levels } = readColumn(whole, {
    ...rest,
    ...(kind === undefined ? {} : { kind }),
    ...(missingMarkers === undefined ? {} : { missingMarkers }),
  })
  const values: TypedColumn['values'] = []
  for (let start = 0; start < whole.length; start += CHUNK_ROWS) {
    const end = Math.min(whole.length, start + CHUNK_ROWS)
    const bytes =
      'levels' in column
        ? encodeCodes(column.codes.subarray(start, end))
        : encodeNumbers(column.values.subarray(start, end))
    values.push({ rows: end - start, bytes })
  }
  return { summary, levels, values }
}

/** Types in the caller's thread. */
export const typeHere: ColumnTyper = {
  type: async (job) => typeColumn(job),
  close: async () => {},
}
