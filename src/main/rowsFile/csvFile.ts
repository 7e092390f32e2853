import { csvLine } from './csvLine.ts'
import { Output } from './output.ts'
import type { RowsFile } from './types.ts'

/** RFC 4180 in UTF-8. */
export function createCsvFile(path: string): RowsFile {
  const output = new Output(path)
  return {
    write: (rows) => output.write(output.stream, rows.map(csvLine).join('')),
    end: async () => {
      output.stream.end()
      await output.finished()
      return { sheets: 1, cut: 0 }
    },
    abort: () => output.stream.destroy(),
  }
}
