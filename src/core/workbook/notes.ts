import { mostCellCharacters, mostSheetRows } from './sheetXml.ts'

/** What a person should know of a workbook that was written, in sentences. */
export function workbookNotes({ sheets, cut }: { sheets: number; cut: number }): string[] {
  const notes: string[] = []
  if (sheets > 1) {
    notes.push(
      `The rows are spread over ${sheets} sheets: one has room for ${mostSheetRows.toLocaleString('en')} of ordinary length.`,
    )
  }
  if (cut > 0) {
    const texts = cut === 1 ? '1 text was' : `${cut} texts were`
    notes.push(
      `${texts} cut after ${mostCellCharacters.toLocaleString('en')} characters, as a cell holds no more; a CSV file keeps them.`,
    )
  }
  return notes
}
