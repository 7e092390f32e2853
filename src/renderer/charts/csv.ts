/** The values behind a chart. */
export interface ChartTable {
  header: string[]
  rows: (string | number | null)[][]
  /** What a reader should know of them. */
  note?: string
}

/** RFC 4180 text with full precision and a point, whatever the person's locale: files do not follow the display. */
export function toCsv(header: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const field = (value: string | number | null) => {
    if (value === null) return ''
    const text = String(value)
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return [header, ...rows].map((row) => row.map(field).join(',') + '\r\n').join('')
}
