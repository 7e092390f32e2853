import { candidatesOf, costOf } from '../../../core/explain/counterfactual/candidates.ts'
import { isMet, type Goal } from '../../../core/explain/counterfactual/goal.ts'
import { searchChanges, type ChangedRow as FoundRow } from '../../../core/explain/counterfactual/search.ts'
import type { Cells } from '../../../core/explain/cells.ts'
import type { OnProgress } from '../../../core/progress.ts'
import { isNumericColumn } from '../../../core/table.ts'
import { DescentError } from '../../../shared/errors.ts'
import type { ChangedRow, ChangesQuestion, ChangesReport, Wanted } from '../../../shared/explain.ts'
import { cellText, greatestAt, type Subject } from './subject.ts'

/** Training rows whose values are plausible. */
const seenRows = 20_000
const mostAnswers = 5

/** The smallest changes of a row after which it is predicted as wanted. */
export function changesReport(
  subject: Subject,
  { row, wanted, locked, mostChanges }: ChangesQuestion,
  onProgress: OnProgress,
): ChangesReport {
  const { cells: own, prediction } = subject.requireRow(row)
  const goal = goalOf(subject, wanted, prediction)
  const seen = subject.cells(subject.sample('train', seenRows, 0))
  const free = candidatesOf(seen, own, new Set())
  const columns = candidatesOf(seen, own, new Set(locked))
  const changeable = free.columns.map(({ name }) => name)
  const fixed = own.columns.map(({ name }) => name).filter((name) => !changeable.includes(name))
  const alreadyMet = isMet(goal, prediction)
  const found = alreadyMet
    ? { answers: [], nearest: null, cells: columns.cells, asked: 1 }
    : searchChanges(subject.model, columns, goal, { mostChanges, mostAnswers, onProgress })
  const told = (changed: FoundRow) => toldRow(subject, found.cells, changed)
  return {
    row,
    values: Object.fromEntries(own.columns.map((column) => [column.name, cellText(column, 0)])),
    ...predictionText(subject, Array.from(prediction)),
    classes: subject.classes,
    alreadyMet,
    answers: found.answers.map(told),
    nearest: found.nearest === null ? null : told(found.nearest),
    changeable,
    fixed,
    mostChanges,
    asked: found.asked,
  }
}

/** Errors: `usage` where what is wanted does not fit the task. */
function goalOf({ classes }: Subject, wanted: Wanted, prediction: Float64Array): Goal {
  if (classes === null) {
    if ('atLeast' in wanted) return { kind: 'atLeast', value: wanted.atLeast }
    if ('atMost' in wanted) return { kind: 'atMost', value: wanted.atMost }
    throw new DescentError('usage', 'A number is predicted, and no class.', {
      hint: 'Say which number it shall reach.',
    })
  }
  if (!('class' in wanted)) {
    throw new DescentError('usage', 'A class is predicted, and no number.', {
      hint: 'Say which class it shall become.',
    })
  }
  const own = greatestAt(prediction)
  if (wanted.class === null) return { kind: 'class', wanted: null, own }
  const at = classes.indexOf(wanted.class)
  if (at >= 0) return { kind: 'class', wanted: at, own }
  throw new DescentError('usage', `The model knows no class “${wanted.class}”.`, { hint: 'Choose one of its classes.' })
}

function toldRow(subject: Subject, cells: Cells, { changes, cost, prediction }: FoundRow): ChangedRow {
  return {
    changes: changes.flatMap(({ column, to }) => {
      const values = cells.columns[column.at]
      if (values === undefined) return []
      const size = isNumericColumn(values) ? costOf(column, values.values[0] ?? NaN, values.values[to] ?? NaN) : null
      return [{ column: column.name, from: cellText(values, 0), to: cellText(values, to), size }]
    }),
    cost,
    ...predictionText(subject, prediction),
  }
}

function predictionText(
  { classes, fitted }: Subject,
  prediction: readonly number[],
): { prediction: string; probability: number | null } {
  if (classes === null) return { prediction: String(prediction[0] ?? NaN), probability: null }
  const at = greatestAt(prediction)
  const isScore = fitted.target.task === 'classification' && fitted.target.scores === true
  return { prediction: classes[at] ?? '', probability: isScore ? null : (prediction[at] ?? null) }
}
