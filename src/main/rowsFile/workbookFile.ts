import { PassThrough } from 'node:stream'
import { ZipFile } from 'yazl'
import { sheetPath, workbookParts } from '../../core/workbook/parts.ts'
import {
  mostCellCharacters,
  mostSheetColumns,
  mostSheetRows,
  rowXml,
  sheetEnd,
  sheetStart,
} from '../../core/workbook/sheetXml.ts'
import { DescentError } from '../../shared/errors.ts'
import { Output } from './output.ts'
import type { RowsFile } from './types.ts'

/** Characters of a sheet's XML: programs that read workbooks need not know packages with parts beyond 4 GiB. */
const MOST_SHEET_CHARACTERS = 1_000_000_000
/** Rows turned into text before others may have the thread. */
const ROWS_AT_ONCE = 2_000
/** Of zlib: higher ones take several times as long, for a file that is hardly smaller. */
const COMPRESSION = 3

/**
 * An Excel workbook: the rows on one sheet, as far as it has room, then on further ones that begin with the same header.
 * Errors: `unusable-input` for more columns than a sheet has.
 *
 * @param sheetName of the first sheet
 */
export function createWorkbookFile(
  path: string,
  sheetName: string,
  limits = { rows: mostSheetRows, characters: MOST_SHEET_CHARACTERS },
): RowsFile {
  const output = new Output(path)
  const zip = new ZipFile()
  zip.on('error', (error) => output.fail(error))
  zip.outputStream.pipe(output.stream)

  let sheet = new PassThrough()
  let sheets = 0
  let rowsInSheet = 0
  let charactersInSheet = 0
  let header: readonly string[] | null = null
  let cut = 0

  const begin = async () => {
    sheets++
    sheet = new PassThrough()
    zip.addReadStream(sheet, sheetPath(sheets), { compressionLevel: COMPRESSION })
    rowsInSheet = 0
    charactersInSheet = 0
    await output.write(sheet, sheetStart)
    if (header !== null && sheets > 1) await append([header])
  }
  const append = async (rows: readonly (readonly string[])[]) => {
    let xml = ''
    for (const row of rows) {
      xml += rowXml(row, ++rowsInSheet)
      for (const cell of row) if (cell.length > mostCellCharacters) cut++
    }
    charactersInSheet += xml.length
    await output.write(sheet, xml)
  }

  return {
    write: async (rows) => {
      if (header === null) {
        header = rows[0] ?? []
        if (header.length > mostSheetColumns) throw tooWide(header.length, path)
        await begin()
      }
      for (let from = 0; from < rows.length;) {
        if (rowsInSheet >= limits.rows || charactersInSheet >= limits.characters) {
          sheet.end(sheetEnd)
          await begin()
        }
        const to = Math.min(rows.length, from + ROWS_AT_ONCE, from + limits.rows - rowsInSheet)
        await append(rows.slice(from, to))
        from = to
      }
    },
    end: async () => {
      if (header === null) await begin()
      sheet.end(sheetEnd)
      const names = Array.from({ length: sheets }, (_, i) => (i === 0 ? sheetName : `${sheetName} ${i + 1}`))
      for (const part of workbookParts(names)) zip.addBuffer(Buffer.from(part.xml), part.path)
      zip.end()
      await output.finished()
      return { sheets, cut }
    },
    abort: () => {
      sheet.destroy()
      output.stream.destroy()
    },
  }
}

function tooWide(columns: number, path: string): DescentError {
  return new DescentError(
    'unusable-input',
    `The file would have ${columns} columns, and a sheet of a workbook has room for ${mostSheetColumns}.`,
    { hint: 'Write a CSV file instead.', where: { file: path } },
  )
}
