import { DescentError } from '../../shared/errors.ts'

/** The column that COL means: an exact name, or `#N` counted from 1. Errors: `unusable-input` naming what there is. */
export function resolveColumn(text: string, columns: readonly string[], file: string): string {
  if (columns.includes(text)) return text
  const numbered = /^#(\d+)$/.exec(text)
  const byNumber = numbered === null ? undefined : columns[Number(numbered[1]) - 1]
  if (byNumber !== undefined) return byNumber
  const wanted = text.toLowerCase()
  const alike = columns.find((name) => name.trim().toLowerCase() === wanted.trim())
  const shown = columns.slice(0, 20).join(', ') + (columns.length > 20 ? `, … (${columns.length})` : '')
  throw new DescentError(
    'unusable-input',
    numbered === null
      ? `${file} has no column “${text}”.`
      : `${file} has ${columns.length} columns: there is no ${text}.`,
    {
      hint: alike === undefined ? `Its columns: ${shown}` : `Did you mean “${alike}”?`,
      where: { file, column: text },
    },
  )
}

/** Splits a list of COL at commas; a name that itself holds commas can be given alone or as `#N`. */
export function resolveColumns(text: string, columns: readonly string[], file: string): string[] {
  if (columns.includes(text)) return [text]
  return text
    .split(',')
    .filter((part) => part !== '')
    .map((part) => resolveColumn(columns.includes(part) ? part : part.trim(), columns, file))
}
