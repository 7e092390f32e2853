import type { ComputeClient } from '../compute/client.ts'
import type { RowsText } from './types.ts'

/** In the compute thread. */
export function rowsText(compute: ComputeClient, signal: AbortSignal): RowsText {
  return {
    csv: (columns, rows) => compute.ask('csvRecords', { columns, rows }, { signal }),
    sheet: (columns, from, to, first) => compute.ask('sheetRows', { columns, from, to, first }, { signal }),
  }
}
