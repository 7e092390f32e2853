import { explainedColumns, joinedColumns, type ExplainedColumn } from '../../../core/explain/explainedColumns.ts'
import type { Cells } from '../../../core/explain/cells.ts'
import { permutationImportance } from '../../../core/explain/permutationImportance.ts'
import { closeRelation, relatedGroups, type ColumnPair } from '../../../core/explain/relatedColumns.ts'
import { mainMetric } from '../../../core/metrics/mainMetric.ts'
import { progressOfPart, type OnProgress } from '../../../core/progress.ts'
import { isNumericColumn } from '../../../core/table.ts'
import type { Effort, ImportanceQuestion, ImportanceReport } from '../../../shared/explain.ts'
import { directionOf } from '../../../shared/training.ts'
import type { NativeReaders } from '../../datasets/native.ts'
import { targetReport } from '../targetReport.ts'
import type { Subject } from './subject.ts'

const efforts: Record<Effort, { rows: number; repeats: number }> = {
  quick: { rows: 1000, repeats: 5 },
  usual: { rows: 3000, repeats: 10 },
  careful: { rows: 20_000, repeats: 30 },
}

/** Rows and columns by which it is told how closely columns go together. */
const relatedRows = 2000
const relatedColumns = 150
/** Pairs named. */
const mostPairs = 100
/** Of the whole work, how much the relations are. */
const relatingShare = 0.1

/** How much worse a model scores when a column is shuffled, and which columns hide behind each other. */
export function importanceReport(
  readers: () => NativeReaders,
  subject: Subject,
  { split, metric = mainMetric(subject.fitted.target.task), effort, together, seed }: ImportanceQuestion,
  onProgress: OnProgress,
): ImportanceReport {
  const { rows: most, repeats } = efforts[effort]
  const columns = explainedColumns(subject.fitted)
  const training = subject.cells(subject.sample('train', relatedRows, seed))
  const pairs = closePairs(readers, training, columns, progressOfPart(onProgress, 0, relatingShare))
  const names = columns.map(({ name }) => name)
  const groups = relatedGroups(names, pairs)
  const rows = subject.sample(split, most, seed)
  const moved = together ? grouped(columns, groups) : columns.map((column) => ({ column, names: [column.name] }))
  const found = permutationImportance(subject.model, subject.cells(rows), subject.actual(rows), {
    columns: moved.map(({ column }) => column),
    metric,
    repeats,
    seed,
    onProgress: progressOfPart(onProgress, relatingShare, 1),
  })
  return {
    split,
    metric,
    direction: directionOf(metric),
    rows: rows.length,
    ofRows: subject.rows[split].length,
    repeats,
    score: Number.isFinite(found.score) ? found.score : null,
    importances: found.columns
      .map(({ name, importance, interval }, at) => ({
        name,
        columns: moved[at]?.names ?? [name],
        importance,
        interval,
      }))
      .filter(({ importance }) => Number.isFinite(importance))
      .toSorted((a, b) => b.importance - a.importance),
    related: pairs.slice(0, mostPairs),
    groups,
  }
}

/** Columns of which each group is one. */
function grouped(
  columns: readonly ExplainedColumn[],
  groups: readonly (readonly string[])[],
): { column: ExplainedColumn; names: string[] }[] {
  const known = new Set<readonly string[]>()
  return columns.flatMap((column) => {
    const group = groups.find((names) => names.includes(column.name))
    if (group === undefined) return [{ column, names: [column.name] }]
    if (known.has(group)) return []
    known.add(group)
    const members = columns.filter(({ name }) => group.includes(name))
    return [{ column: joinedColumns(members), names: members.map(({ name }) => name) }]
  })
}

/** Pairs of columns that go closely together, from the closest on. */
function closePairs(
  readers: () => NativeReaders,
  { columns: cells }: Cells,
  explained: readonly ExplainedColumn[],
  onProgress: OnProgress,
): ColumnPair[] {
  const names = new Set(explained.map(({ name }) => name))
  const columns = cells.filter(({ name }) => names.has(name)).slice(0, relatedColumns)
  return columns
    .flatMap((column, at) => {
      onProgress(at / columns.length)
      const others = columns.slice(at + 1)
      if (others.length === 0) return []
      const task = isNumericColumn(column) ? 'regression' : 'classification'
      return targetReport(readers(), column, others, task).relations.map((relation) => ({
        a: column.name,
        b: relation.column,
        value: Math.min(1, Math.abs(relation.value)),
      }))
    })
    .filter(({ value }) => value >= closeRelation)
    .toSorted((a, b) => b.value - a.value)
}
