/**
 * One record of RFC 4180 with its line end. Fields with a comma, a quote, a line break or blanks at an end are quoted,
 * and so is a lone empty one, which would be a blank line otherwise.
 */
export function csvLine(fields: readonly string[]): string {
  const [only] = fields
  if (fields.length === 1 && only === '') return '""\r\n'
  return `${fields.map(csvField).join(',')}\r\n`
}

function csvField(field: string): string {
  return /[",\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
}
