/** One record of RFC 4180, without its line end: fields with a comma, quote, or line break are quoted. */
export function csvRecord(fields: readonly string[]): string {
  return fields.map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',')
}
