import { PassThrough } from 'node:stream'
import { ZipFile } from 'yazl'
import { sheetPath, workbookParts } from '../../core/workbook/parts.ts'
import { mostSheetColumns, mostSheetRows, sheetEnd, sheetStart } from '../../core/workbook/sheetXml.ts'
import { DescentError } from '../../shared/errors.ts'
import { Output } from './output.ts'
import type { RowsFile, RowsText } from './types.ts'

/** Bytes of a sheet's XML: programs that read workbooks need not know packages with parts beyond 4 GiB. */
const MOST_SHEET_BYTES = 1_000_000_000
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
  text: RowsText,
  limits = { rows: mostSheetRows, bytes: MOST_SHEET_BYTES },
): RowsFile {
  const output = new Output(path)
  const zip = new ZipFile()
  zip.on('error', (error) => output.fail(error))
  zip.outputStream.pipe(output.stream)

  let sheet = new PassThrough()
  let sheets = 0
  let rowsInSheet = 0
  let bytesInSheet = 0
  let header: readonly Uint8Array[] | null = null
  let cut = 0

  const begin = async () => {
    sheets++
    sheet = new PassThrough()
    zip.addReadStream(sheet, sheetPath(sheets), { compressionLevel: COMPRESSION })
    rowsInSheet = 0
    bytesInSheet = 0
    await output.write(sheet, sheetStart)
    if (header !== null && sheets > 1) await append(header, 0, 1)
  }
  const append = async (columns: readonly Uint8Array[], from: number, to: number) => {
    const made = await text.sheet(columns, from, to, rowsInSheet + 1)
    rowsInSheet += to - from
    cut += made.cut
    bytesInSheet += made.xml.byteLength
    await output.write(sheet, made.xml)
  }

  return {
    write: async (columns, rows) => {
      if (header === null) {
        header = columns
        if (header.length > mostSheetColumns) throw tooWide(header.length, path)
        await begin()
      }
      for (let from = 0; from < rows;) {
        if (rowsInSheet >= limits.rows || bytesInSheet >= limits.bytes) {
          sheet.end(sheetEnd)
          await begin()
        }
        const to = Math.min(rows, from + limits.rows - rowsInSheet)
        await append(columns, from, to)
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
