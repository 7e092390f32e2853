import type { StepState } from '../../../shared/recipes.ts'
import type { OnProgress } from '../../progress.ts'
import type { Problem, WorkingColumn } from '../columns.ts'
import type { HolidayCalendar } from '../dates/holidays.ts'
import type { PreparedColumn } from '../prepared.ts'
import type { TrainingTarget } from '../trainingTarget.ts'

/** What fits may know beside their columns. What is of rows is of the training rows. */
export interface FitContext {
  target: TrainingTarget
  /** To be called now and then by what takes long; throws where the work is abandoned. */
  onProgress: OnProgress
  /** Row numbers of the whole table, for what is said of a row. */
  rows: Uint32Array
  /** Not of the rows at all. */
  calendar: HolidayCalendar
}

/** Gives a made column a name that no other has: the one asked for, or with a number behind it. */
export type NameColumn = (wanted: string) => string

/** What becomes of a column: itself changed, several columns, or none. */
export type ExpressColumn = (column: PreparedColumn, nameOf: NameColumn) => PreparedColumn[]

/** What becomes of all columns at once. */
export type ExpressTable = (columns: readonly PreparedColumn[], nameOf: NameColumn) => PreparedColumn[]

/** A feature step that learns of each column on its own. */
export interface ColumnFitter {
  scope: 'column'
  /** From the training rows of a column that the step is to work on; null where it does not apply to such a column. */
  fit(column: WorkingColumn, context: FitContext): ExpressColumn | Problem | null
  /** Of all columns fitted so far. */
  state(): StepState
}

/** A feature step that learns of several columns together. */
export interface TableFitter {
  scope: 'table'
  /** From the training rows of the columns that the step is to work on. */
  fit(columns: readonly WorkingColumn[], context: FitContext): { state: StepState; express: ExpressTable } | Problem
}

export type Fitter = ColumnFitter | TableFitter

/** A fitted step, ready for any rows. */
export type Expresser =
  /** undefined for a column that the step leaves as it is */
  { scope: 'column'; of: (name: string) => ExpressColumn | undefined } | { scope: 'table'; express: ExpressTable }

export function isProblem(found: object): found is Problem {
  return 'message' in found
}

/** A fitter that keeps what is learned of each column, by the column's name. */
export function columnFitter<Fitted extends { name: string }>(
  fit: (column: WorkingColumn, context: FitContext) => Fitted | Problem | null,
  express: (fitted: Fitted) => ExpressColumn,
  state: (columns: Fitted[]) => StepState,
): ColumnFitter {
  const columns: Fitted[] = []
  return {
    scope: 'column',
    fit: (column, context) => {
      const found = fit(column, context)
      if (found === null || isProblem(found)) return found
      columns.push(found)
      return express(found)
    },
    state: () => state(columns),
  }
}

/** The same from a state. */
export function columnExpresser<Fitted extends { name: string }>(
  columns: readonly Fitted[],
  express: (fitted: Fitted) => ExpressColumn,
): Expresser {
  const byName = new Map(columns.map((fitted) => [fitted.name, express(fitted)]))
  return { scope: 'column', of: (name) => byName.get(name) }
}
