import { binary, constant, isMissing, scaled, where } from '../../expression/build.ts'
import type { NumberExpression } from '../../expression/types.ts'
import type { PreparedColumn } from '../prepared.ts'
import { ignoreRemedy, type NumbersColumn, type Problem, type WorkingColumn } from '../columns.ts'
import { scatteredRows } from '../sample.ts'
import { moments } from '../statistics.ts'
import type { ExpressTable } from '../steps/step.ts'

/** A column in units in which all columns weigh the same: (x - offset) / spread, or 0 where it did not vary. */
export interface StandardizedColumn {
  name: string
  offset: number
  /** Population standard deviation. */
  spread: number
}

/**
 * What the numeric ones of the chosen columns need to be standardized, by all their training rows; and the values of
 * at most so many rows, standardized, NaN where missing.
 */
export function standardizeSample(
  columns: readonly WorkingColumn[],
  { maxRows, seed }: { maxRows: number; seed: number },
): { columns: StandardizedColumn[]; values: Float64Array[]; rows: number } | Problem {
  const numeric = columns.filter((column): column is NumbersColumn => column.kind === 'number')
  const chosen = scatteredRows(numeric[0]?.values.length ?? 0, maxRows, seed)
  const found: StandardizedColumn[] = []
  const values: Float64Array[] = []
  for (const { name, from, values: all } of numeric) {
    const known = moments(all)
    if (known === null) return withoutValues(name, from)
    const column = { name, offset: known.mean, spread: known.std }
    found.push(column)
    const factor = factorOf(column)
    values.push(Float64Array.from(chosen, (row) => ((all[row] ?? NaN) - column.offset) * factor))
  }
  return { columns: found, values, rows: chosen.length }
}

function factorOf({ spread }: StandardizedColumn): number {
  const factor = 1 / spread
  return Number.isFinite(factor) ? factor : 0
}

function withoutValues(name: string, from: string): Problem {
  return {
    kind: 'allMissing',
    column: from,
    message: `Every value of “${name}” is missing in the training rows, so there is nothing to fill its gaps with.`,
    hint: `Ignore “${from}”, or fill it with a constant first.`,
    remedies: [ignoreRemedy(from)],
  }
}

/**
 * Columns whose gaps are filled from each other.
 *
 * @param fill from the standardized columns, missing where they are, to those without gaps
 */
export function expressFilled(
  columns: readonly StandardizedColumn[],
  fill: (standardized: readonly NumberExpression[]) => readonly NumberExpression[],
): ExpressTable {
  return (all) => {
    const values = new Map(all.map((column) => [column.name, column]))
    const raw = columns.map(({ name }) => numberNamed(values.get(name), name))
    const standardized = fill(columns.map((column, i) => scaled(raw[i] ?? nothing, column.offset, factorOf(column))))
    const made = new Map(
      columns.map(({ name, offset, spread }, i) => {
        const value = raw[i] ?? nothing
        const inUnits = binary(
          'add',
          binary('multiply', standardized[i] ?? nothing, constant(spread)),
          constant(offset),
        )
        return [name, where(isMissing(value), inUnits, value)]
      }),
    )
    return all.map((column) => {
      const value = made.get(column.name)
      return value === undefined || column.kind !== 'number' ? column : { ...column, value }
    })
  }
}

const nothing = constant(NaN)

function numberNamed(column: PreparedColumn | undefined, name: string): NumberExpression {
  if (column?.kind !== 'number') throw new Error(`There are no numbers “${name}” to fill.`)
  return column.value
}
