import { createRequire } from 'node:module'
import { detectLayout } from '../../../core/import/layout.ts'
import { uniqueNames } from '../../../core/import/names.ts'
import { counted } from '../../../core/profile/findings.ts'
import type { Finding, ImportOptions } from '../../../shared/datasets.ts'
import { DescentError } from '../../../shared/errors.ts'
import { withoutRows } from './delimitedSource.ts'
import type { OpenFile } from './fileProbe.ts'
import { RowAssembler } from './rowAssembler.ts'
import type { RawRecord } from './rowAssembler.ts'
import { headerFindings, info, rowFindings, warning } from './sourceFindings.ts'
import type { TableSource } from './tableSource.ts'

interface SheetSize {
  name: string
  rows: number
  columns: number
  firstRow: number
  errors: number
}

interface Workbook {
  sheetNames(): string[]
  load(sheet: string): SheetSize
  rows(offset: number, limit: number): string[][]
}

interface SpreadsheetAddon {
  openSpreadsheet(path: string): Workbook
}

const rowsAtOnce = 5_000
const layoutRows = 1_100

/**
 * Opens one sheet of a workbook as a table: the one that `options` names, else the first that holds cells.
 * @param addon path of the native addon
 * @param allSizes whether the sizes of all sheets are wanted, which means reading them all
 */
export async function openSpreadsheet(
  file: OpenFile,
  options: ImportOptions,
  addon: string,
  allSizes: boolean,
): Promise<TableSource> {
  await file.handle.close()
  const native = createRequire(import.meta.url)(addon) as SpreadsheetAddon
  const workbook = translated(file.fileName, () => native.openSpreadsheet(file.path))
  const names = workbook.sheetNames()
  if (options.sheet !== undefined && !names.includes(options.sheet))
    throw noSuchSheet(file.fileName, options.sheet, names)
  const sheets: SheetSize[] = []
  for (const name of names) {
    if (options.sheet !== undefined && !allSizes && name !== options.sheet) continue
    const size = readSize(workbook, name)
    if (size === null && name === options.sheet) translated(file.fileName, () => workbook.load(name))
    if (size === null) continue
    sheets.push(size)
    if (!allSizes && size.rows > 0) break
  }
  const chosen = sheets.find((size) => (options.sheet === undefined ? size.rows > 0 : size.name === options.sheet))
  if (chosen === undefined || chosen.rows === 0) throw emptySheet(file.fileName, options.sheet)
  translated(file.fileName, () => workbook.load(chosen.name))
  return sheetSource(file.fileName, options, workbook, chosen, sheets, names)
}

function sheetSource(
  fileName: string,
  options: ImportOptions,
  workbook: Workbook,
  sheet: SheetSize,
  sheets: readonly SheetSize[],
  names: readonly string[],
): TableSource {
  const rows = (offset: number, limit: number) => translated(fileName, () => workbook.rows(offset, limit))
  const blank = (row: readonly string[]) => row.every((cell) => cell === '')
  const records = rows(0, layoutRows).map((row) => (blank(row) ? [] : row))
  const layout = detectLayout(records, options.header)
  const body = layout.skip + layout.headerRows
  if (sheet.rows <= layoutRows && records.slice(body).every((row) => row.length === 0)) {
    throw withoutRows(fileName, layout.headerRows > 0)
  }
  const unique = uniqueNames(layout.header)
  const assembler = new RowAssembler(layout.width, sheet.firstRow - 1 + body)
  const asRecord = (fields: string[]): RawRecord => ({ fields, text: fields.join('\t'), brokenQuote: false })
  records.slice(0, layout.skip).forEach((row, index) => assembler.addBefore(asRecord(row), sheet.firstRow + index))

  async function* batches(): AsyncGenerator<{ rows: string[][]; fraction: number }> {
    for (let offset = body; offset < sheet.rows; offset += rowsAtOnce) {
      for (const row of rows(offset, rowsAtOnce)) assembler.add(asRecord(narrowed(row, layout.width)))
      const last = offset + rowsAtOnce >= sheet.rows
      if (last) assembler.end()
      yield { rows: assembler.take(), fraction: last ? 1 : (offset + rowsAtOnce) / sheet.rows }
    }
  }

  return {
    format: 'spreadsheet',
    dialect: null,
    sheets: sheets.map(({ name, rows: height, columns }) => ({ name, rows: height, columns })),
    sheet: sheet.name,
    names: unique.names,
    hasHeader: layout.headerRows > 0,
    findings: () => [
      ...sheetFindings(options, sheet, names),
      ...headerFindings(options, layout, unique),
      ...rowFindings(assembler),
    ],
    irregular: () => ({ counts: assembler.counts, rows: assembler.irregular }),
    batches,
    close: async () => {},
  }
}

/** A row as the splitter would give it: blank rows have no fields, a lone text at the left is a row of one field. */
function narrowed(row: string[], width: number): string[] {
  let filled = 0
  for (const cell of row) if (cell !== '') filled++
  if (filled === 0) return []
  return filled === 1 && width > 2 && row[0] !== '' && row.slice(1).every((cell) => cell === '') ? row.slice(0, 1) : row
}

function sheetFindings(options: ImportOptions, sheet: SheetSize, names: readonly string[]): Finding[] {
  const findings: Finding[] = []
  if (options.sheet === undefined && names.length > 1) {
    findings.push(info('sheet', `The sheet “${sheet.name}” was read; the workbook has ${names.length} sheets.`))
  }
  if (sheet.errors > 0) {
    const verb =
      sheet.errors === 1 ? 'holds an error (such as #DIV/0!) and counts' : 'hold errors (such as #DIV/0!) and count'
    findings.push(warning('cellErrors', `${counted(sheet.errors, 'cell')} ${verb} as missing.`))
  }
  return findings
}

/** A sheet that cannot be read (a chart) is passed over, as long as no one asked for it. */
function readSize(workbook: Workbook, name: string): SheetSize | null {
  try {
    return workbook.load(name)
  } catch {
    return null
  }
}

function noSuchSheet(fileName: string, sheet: string, names: readonly string[]): DescentError {
  const listed = names.slice(0, 10).map((name) => `“${name}”`)
  return new DescentError('unusable-input', `“${fileName}” has no sheet “${sheet}”.`, {
    hint: `Its sheets are ${listed.join(', ')}${names.length > 10 ? ', …' : ''}.`,
    where: { file: fileName },
  })
}

function emptySheet(fileName: string, sheet: string | undefined): DescentError {
  const what = sheet === undefined ? `No sheet of “${fileName}”` : `The sheet “${sheet}” of “${fileName}”`
  return new DescentError('unusable-input', `${what} ${sheet === undefined ? 'holds any' : 'holds no'} cells.`, {
    hint: sheet === undefined ? 'Choose a workbook with a table in it.' : 'Choose another sheet.',
    where: { file: fileName },
  })
}

/** Runs native code; its refusals become errors that name the file and say what to do. */
function translated<T>(fileName: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw nativeFailure(fileName, error)
  }
}

function nativeFailure(fileName: string, error: unknown): DescentError {
  const where = { file: fileName }
  switch (kindOf(error)) {
    case 'password-protected':
      return new DescentError('unusable-input', `“${fileName}” is protected by a password.`, {
        hint: 'Open it in its own program, save a copy without a password, and choose the copy.',
        where,
      })
    case 'unreadable':
      return new DescentError('unusable-input', `“${fileName}” cannot be read from the disk.`, {
        hint: 'Check that the disk is connected and that you may read the file.',
        where,
      })
    default:
      return new DescentError('unusable-input', `“${fileName}” is damaged, or is not a spreadsheet.`, {
        hint: 'Open it in its own program and save it again as xlsx or CSV.',
        where,
      })
  }
}

function kindOf(error: unknown): string {
  try {
    const parsed: unknown = JSON.parse((error as Error).message)
    return typeof parsed === 'object' && parsed !== null && 'kind' in parsed ? String(parsed.kind) : ''
  } catch {
    return ''
  }
}
