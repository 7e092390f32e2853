import { spreadsheetContainer } from '../../../core/import/encoding.ts'
import type { ImportOptions } from '../../../shared/datasets.ts'
import { openDelimited } from './delimitedSource.ts'
import { openFile, scanFile } from './fileProbe.ts'
import { openSpreadsheet } from './spreadsheetSource.ts'
import type { TableSource } from './tableSource.ts'

export interface OpenedTable {
  source: TableSource
  sizeBytes: number
  /** '' where the file was only looked at. */
  sha256: string
}

/**
 * Opens a file as a table, by its content and not by its name.
 * @param depth `glance` looks at the beginning of a text file only; `whole` reads it all once before
 */
export async function openTable(
  path: string,
  fileName: string,
  options: ImportOptions,
  addon: string,
  depth: 'glance' | 'whole',
): Promise<OpenedTable> {
  const file = await openFile(path, fileName)
  try {
    const scan = depth === 'whole' ? await scanFile(file) : null
    const source =
      spreadsheetContainer(file.sample) === null
        ? openDelimited(file, options, scan?.utf8 ?? null)
        : await openSpreadsheet(file, options, addon, depth === 'glance')
    return { source, sizeBytes: file.sizeBytes, sha256: scan?.sha256 ?? '' }
  } catch (error) {
    await file.handle.close()
    throw error
  }
}
