import type { PredictionFormat } from '../../shared/predictions.ts'
import { createCsvFile } from './csvFile.ts'
import type { RowsFile, RowsText } from './types.ts'
import { createWorkbookFile } from './workbookFile.ts'

/**
 * @param name of the sheet, where the file has sheets
 * @param text makes the bytes of rows
 */
export function createRowsFile(path: string, format: PredictionFormat, name: string, text: RowsText): RowsFile {
  switch (format) {
    case 'csv':
      return createCsvFile(path, text)
    case 'xlsx':
      return createWorkbookFile(path, name, text)
  }
}
