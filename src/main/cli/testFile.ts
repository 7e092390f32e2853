import { basename, resolve } from 'node:path'
import { classificationMetrics } from '../../core/metrics/classification.ts'
import { regressionMetrics } from '../../core/metrics/regression.ts'
import { scorePrefix } from '../../core/network/predictions.ts'
import { columnInView } from '../../core/recipe/table/derive.ts'
import { viewTable } from '../../core/recipe/table/view.ts'
import { withSeries } from '../../core/recipe/windows/derive.ts'
import { seriesColumns, seriesSteps, windowNames } from '../../core/recipe/windows/steps.ts'
import { isNumericColumn } from '../../core/table.ts'
import type { TableColumn } from '../../core/table.ts'
import type { Dataset } from '../../shared/datasets.ts'
import { DescentError } from '../../shared/errors.ts'
import type { Metrics } from '../../shared/evaluation.ts'
import type { Run } from '../../shared/runs.ts'
import { loadReaders } from '../datasets/native.ts'
import { typeTexts } from '../datasets/typedTexts.ts'
import { newId } from '../ids.ts'
import type { CommandContext } from './main.ts'
import { openReader } from './reader.ts'
import { cancellable, registerFile } from './session.ts'
import type { Session } from './session.ts'

/**
 * The metrics of a run on a file of its own, over the rows that have both a known target and a prediction.
 * Errors: `unusable-input` where the file lacks the target, or what it is made of, or has no such row.
 */
export async function evaluateTestFile(
  { application }: Session,
  { place, interrupt }: CommandContext,
  project: string,
  dataset: Dataset,
  run: Run,
  path: string,
): Promise<Metrics> {
  const { file } = await registerFile(application, path)
  const job = newId()
  const report = await cancellable(application, interrupt.signal, job, () =>
    application.handlers['predictions.file']({ project, run: run.id, job, file, options: {} }),
  )
  const predicted = report.preview.columns
  const source = predicted.length - report.added.length
  const header = predicted.slice(0, source)
  const needed = requireSources(basename(path), dataset, run, header)
  const rows = await readPredictions(place.entries, application.artifacts.resolve(report.artifact).path)
  const readers = loadReaders(place.entries.addon)
  const columns = needed.map((name): TableColumn => {
    const at = header.indexOf(name)
    const texts = rows.map((row) => row[at] ?? '')
    return typeTexts(readers, { name, ...readingIn(dataset, name) }, texts).column
  })
  const table = withSeries({ rows: rows.length, columns }, run.recipe, 'none')
  const column = columnInView(table, run.recipe, run.target)
  if (column === undefined) throw new Error(`The target “${run.target}” is no column of its own recipe.`)
  const added = report.added.slice(1)
  const classes = added.map((name) => name.slice(name.indexOf('_') + 1))
  const actual = actualOf(column, run.task === 'classification' ? classes : null)
  const known = actual.map((value, row) => !Number.isNaN(value) && rows[row]?.[source] !== '')
  const kept = rows.filter((_, row) => known[row])
  if (kept.length === 0) {
    throw new DescentError('unusable-input', `${basename(resolve(path))} has no row with a target and a prediction.`, {
      where: { file: path, column: run.target },
    })
  }
  const values = Float64Array.from(actual.filter((_, row) => known[row]))
  if (run.task === 'regression') {
    return regressionMetrics(
      values,
      Float64Array.from(kept, (row) => Number(row[source])),
    )
  }
  const numbers = Float64Array.from(kept.flatMap((row) => row.slice(source + 1).map(Number)))
  const meaning = added[0]?.startsWith(scorePrefix) === true ? 'scores' : 'probabilities'
  return classificationMetrics(values, numbers, classes.length, meaning)
}

/** The columns of the file that the target is made of. */
function requireSources(file: string, dataset: Dataset, run: Run, header: readonly string[]): readonly string[] {
  const target = viewTable(dataset.columns, run.recipe, () => {}).columns.get(run.target)
  const windows = seriesSteps(run.recipe).flatMap((step) => (step.kind === 'window' ? [step] : []))
  const sourcesOf = (name: string): string[] => {
    const step = windows.find((other) => windowNames(other).includes(name))
    return step === undefined ? [name] : seriesColumns(step, run.recipe)
  }
  const needed = [...new Set((target?.from ?? [run.target]).flatMap(sourcesOf))]
  const absent = needed.find((name) => !header.includes(name))
  if (absent === undefined) return needed
  const why = absent === run.target ? '' : `, of which the target “${run.target}” is made`
  throw new DescentError('unusable-input', `${file} has no column “${absent}”${why}.`, {
    hint: 'The test file needs the target, to be compared with the predictions.',
    where: { file, column: absent },
  })
}

/** How a column of the dataset was read. */
function readingIn(dataset: Dataset, column: string): Omit<Parameters<typeof typeTexts>[1], 'name'> {
  const summary = dataset.columns.find(({ name }) => name === column)
  if (summary === undefined) return {}
  const { kind, reading, missingMarkers } = summary
  return { kind, reading, missingMarkers: missingMarkers.map(({ marker }) => marker) }
}

async function readPredictions(entries: CommandContext['place']['entries'], path: string): Promise<string[][]> {
  const reader = await openReader(entries)
  const rows: string[][] = []
  const written = { delimiter: ',', quote: '"', encoding: 'utf-8', headerRows: 1, firstRow: 1 } as const
  await reader.readRows(path, 'predictions.csv', written, async (_, batch) => {
    for (const row of batch) rows.push(row)
  })
  reader.close()
  return rows
}

/** The number, or the index of the class; NaN where it is missing or unknown to the model. */
function actualOf(column: TableColumn, classes: readonly string[] | null): number[] {
  if (isNumericColumn(column)) {
    const numbers = Array.from(column.values)
    return classes === null ? numbers : numbers.map((value) => indexOf(classes, String(value)))
  }
  if (classes === null) return Array.from(column.codes, () => NaN)
  const ofLevel = column.levels.map((level) => indexOf(classes, level))
  return Array.from(column.codes, (code) => ofLevel[code] ?? NaN)
}

/** A boolean may be spelled otherwise than in training. */
function indexOf(classes: readonly string[], label: string): number {
  const exact = classes.indexOf(label)
  const found = exact >= 0 ? exact : classes.findIndex((other) => other.toLowerCase() === label.toLowerCase())
  return found < 0 ? NaN : found
}
