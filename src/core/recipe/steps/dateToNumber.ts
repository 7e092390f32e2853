import type { WorkingColumn } from '../columns.ts'

export const millisecondsPerDay = 86_400_000

export interface FittedDate {
  kind: 'dateToNumber'
  name: string
}

/** Nothing is learned; `null` for a column that is not a date. */
export function fitDateToNumber(column: WorkingColumn): FittedDate | null {
  return column.kind === 'date' ? { kind: 'dateToNumber', name: column.name } : null
}

/** Milliseconds become days since 1970-01-01 UTC, fractions kept. */
export function applyDateToNumber(column: WorkingColumn): WorkingColumn {
  if (column.kind !== 'date') return column
  const values = new Float64Array(column.values.length)
  for (let i = 0; i < values.length; i++) values[i] = (column.values[i] ?? NaN) / millisecondsPerDay
  return { ...column, kind: 'number', values }
}
