/** Tables that can be imported, and projects that can be opened, by their extension. */
export const tableExtensions = [
  ...['csv', 'tsv', 'tab', 'txt', 'dat', 'gz', 'zip'],
  ...['xlsx', 'xlsm', 'xlsb', 'xls', 'ods'],
  ...['json', 'jsonl', 'ndjson', 'parquet', 'sqlite', 'sqlite3', 'db'],
]
export const projectExtension = 'descent'

/** What a file's name says it holds. */
export function kindOfFile(fileName: string): 'project' | 'table' {
  return fileName.toLowerCase().endsWith(`.${projectExtension}`) ? 'project' : 'table'
}

/** "penguins.csv" → "penguins", "sales.csv.gz" → "sales" */
export function baseName(fileName: string): string {
  return fileName.replace(/\.(gz|zip)$/i, '').replace(/\.[^.]{1,8}$/, '') || fileName
}

/** What a table is called unless a person says otherwise: after its file, and its sheet where there are several. */
export function tableName(fileName: string, sheet: string | null, taken: readonly string[]): string {
  const base = sheet === null ? baseName(fileName) : `${baseName(fileName)} ${sheet}`
  const known = new Set(taken)
  let name = base.slice(0, 200)
  for (let number = 2; known.has(name); number += 1) name = `${base.slice(0, 190)} ${number}`
  return name
}

/** Whether pasted text looks like a table: several lines, and fields parted by tabs, commas or semicolons. */
function looksLikeTable(text: string): boolean {
  const lines = text.trim().split(/\r?\n/)
  return lines.length > 1 && /[\t,;]/.test(text)
}

/** Why text cannot be pasted as a table, and what to copy instead; null where it can. */
export function pasteProblem(text: string): { title: string; message: string } | null {
  if (looksLikeTable(text)) return null
  const message = 'Copy at least two rows and two columns of cells in a spreadsheet, then paste here.'
  if (text === '') return { title: 'No text on the clipboard', message }
  return { title: text.trim() === '' ? 'Only blank cells on the clipboard' : 'No table on the clipboard', message }
}
