import type { ColumnKind, ColumnPreview } from '../../../../shared/datasets.ts'
import { formatDateValue } from '../../../../core/words/format.ts'

const exact = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 17, useGrouping: false })
const grouped = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 17 })

/** A value that was read, as the person's locale writes it; nothing is rounded. */
export function formatRead(kind: ColumnKind, value: string | null): string {
  if (value === null) return 'missing'
  if (kind === 'number') {
    const number = Number(value)
    if (!Number.isFinite(number)) return value
    return (Math.abs(number) < 10_000 ? exact : grouped).format(number)
  }
  if (kind === 'date') {
    const moment = Date.parse(value)
    return Number.isNaN(moment) ? value : formatDateValue(moment)
  }
  return value
}

export interface ValueRow {
  row: number
  text: string
  /** As it was read before; the same as `after` where nothing has changed. */
  before: string
  after: string
}

/** The first rows of a column with what was and is read from them; those that changed come before the others. */
export function valueRows(before: ColumnPreview | null, after: ColumnPreview, count: number): ValueRow[] {
  const earlier = new Map(before?.values.map(({ row, value }) => [row, value]))
  const rows = after.values.map(({ row, text, value }): ValueRow => {
    const now = formatRead(after.kind, value)
    const known = before !== null && earlier.has(row)
    return { row, text, before: known ? formatRead(before.kind, earlier.get(row) ?? null) : now, after: now }
  })
  const changed = rows.filter((row) => row.before !== row.after)
  const others = rows.filter((row) => row.before === row.after)
  return [...changed, ...others].slice(0, count).toSorted((a, b) => a.row - b.row)
}
