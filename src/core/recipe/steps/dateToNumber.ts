import { columnFitter, type ExpressColumn, type Fitter } from './step.ts'

/** A date becomes days since 1970-01-01 UTC, fractions kept. Nothing is learned. */
export function expressDateToNumber(): ExpressColumn {
  return (column) => [column.kind === 'date' ? { ...column, kind: 'number' } : column]
}

export function dateToNumberFitter(): Fitter {
  return columnFitter(
    ({ kind, name }) => (kind === 'date' ? { name } : null),
    expressDateToNumber,
    (columns) => ({ kind: 'dateToNumber', columns }),
  )
}
