import { Output } from './output.ts'
import type { RowsFile, RowsText } from './types.ts'

/** RFC 4180 in UTF-8. */
export function createCsvFile(path: string, text: RowsText): RowsFile {
  const output = new Output(path)
  return {
    write: async (columns, rows) => output.write(output.stream, await text.csv(columns, rows)),
    end: async () => {
      output.stream.end()
      await output.finished()
      return { sheets: 1, cut: 0 }
    },
    abort: () => output.stream.destroy(),
  }
}
