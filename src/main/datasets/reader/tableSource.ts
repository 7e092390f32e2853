import type { Dialect, FileFormat, Finding, Inspection, IrregularRow } from '../../../shared/datasets.ts'
import type { IrregularCounts } from './types.ts'

/** A table of a foreign file, opened: its shape is known, its rows can be read once, in order. */
export interface TableSource {
  format: FileFormat
  dialect: Dialect | null
  sheets: Inspection['sheets']
  sheet: string | null
  /** Unique, one a column. */
  names: string[]
  /** False where the file has no header and the names are `column1` and on. */
  hasHeader: boolean
  /** Guesses and doubts about the file; complete once all batches are read. */
  findings(): Finding[]
  irregular(): { counts: IrregularCounts; rows: IrregularRow[] }
  /** Batches of rows, every row exactly as wide as `names`; `fraction` of the file read so far. */
  batches(): AsyncIterable<{ rows: string[][]; fraction: number }>
  close(): Promise<void>
}
