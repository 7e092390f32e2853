import type { PredictionFormat } from '../../shared/predictions.ts'
import { createCsvFile } from './csvFile.ts'
import type { RowsFile } from './types.ts'
import { createWorkbookFile } from './workbookFile.ts'

/** @param name of the sheet, where the file has sheets */
export function createRowsFile(path: string, format: PredictionFormat, name: string): RowsFile {
  switch (format) {
    case 'csv':
      return createCsvFile(path)
    case 'xlsx':
      return createWorkbookFile(path, name)
  }
}
