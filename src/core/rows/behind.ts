import { assertNever } from '../../shared/assertNever.ts'
import type { Interval, RowsBehind, SliceCondition } from '../../shared/evaluation.ts'
import { isNumericColumn, type TableColumn } from '../table.ts'
import { probabilityOf, type RowOutcomes } from './outcomes.ts'

/** The columns of the table that a description of rows looks at. */
export function columnsOfRows(behind: RowsBehind): string[] {
  switch (behind.kind) {
    case 'bin':
    case 'level':
      return [behind.column]
    case 'slice':
      return [...new Set(behind.conditions.map(({ column }) => column))]
    default:
      return []
  }
}

/**
 * The places, among the outcomes, of the rows that stand behind a mark; ascending.
 *
 * @param columnOf a column of the table whose row numbers the outcomes have; where there is none, no row is behind it
 */
export function placesBehind(
  outcomes: RowOutcomes,
  behind: RowsBehind,
  columnOf: (name: string) => TableColumn | undefined,
): Uint32Array {
  const isBehind = conditionOf(outcomes, behind, columnOf)
  const places = new Uint32Array(outcomes.rows.length)
  let count = 0
  for (let place = 0; place < places.length; place++) if (isBehind(place)) places[count++] = place
  return places.slice(0, count)
}

type IsBehind = (place: number) => boolean

function conditionOf(
  outcomes: RowOutcomes,
  behind: RowsBehind,
  columnOf: (name: string) => TableColumn | undefined,
): IsBehind {
  const { rows, actual, predicted } = outcomes
  switch (behind.kind) {
    case 'worst':
      return () => true
    case 'cell': {
      const { actual: k, predicted: said } = behind
      return (place) => (k === null || actual[place] === k) && (said === null || predicted[place] === said)
    }
    case 'outcome':
      return (place) =>
        (actual[place] === behind.class) === behind.isClass &&
        probabilityOf(outcomes, place, behind.class) >= behind.threshold === behind.isPredicted
    case 'probability': {
      const isWithin = within(behind.within)
      return (place) => isWithin(probabilityOf(outcomes, place, behind.class))
    }
    case 'residual': {
      const isWithin = within(behind.within)
      return (place) => isWithin((actual[place] ?? NaN) - (predicted[place] ?? NaN))
    }
    case 'point':
      return (place) => rows[place] === behind.row
    case 'bin':
    case 'level':
      return ofColumn(rows, behind, columnOf(behind.column))
    case 'slice': {
      const all = behind.conditions.map((condition) => ofColumn(rows, condition, columnOf(condition.column)))
      return (place) => all.every((holds) => holds(place))
    }
    default:
      return assertNever(behind)
  }
}

function ofColumn(rows: Uint32Array, condition: SliceCondition, column: TableColumn | undefined): IsBehind {
  if (column === undefined) return () => false
  if (condition.kind === 'bin') {
    if (!isNumericColumn(column)) return () => false
    const isWithin = within(condition.within)
    const { values } = column
    return (place) => isWithin(values[rows[place] ?? 0] ?? NaN)
  }
  if (isNumericColumn(column)) {
    const { values } = column
    const wanted = condition.level === null ? NaN : Number(condition.level)
    if (Number.isNaN(wanted)) return (place) => !Number.isFinite(values[rows[place] ?? 0] ?? NaN)
    return (place) => values[rows[place] ?? 0] === wanted
  }
  const { codes } = column
  const code = condition.level === null ? -1 : column.levels.indexOf(condition.level)
  if (condition.level !== null && code < 0) return () => false
  return condition.level === null
    ? (place) => (codes[rows[place] ?? 0] ?? -1) < 0
    : (place) => codes[rows[place] ?? 0] === code
}

/** Whether a number lies in an interval; NaN lies in none. */
export function within({ from, to, closed }: Interval): (value: number) => boolean {
  const low = from ?? -Infinity
  const high = to ?? Infinity
  const [lowBelongs, highBelongs] = [closed !== 'to' || from === null, closed !== 'from' || to === null]
  return (value) => (lowBelongs ? value >= low : value > low) && (highBelongs ? value <= high : value < high)
}
