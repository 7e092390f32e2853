import { basename, resolve } from 'node:path'
import { classificationMetrics } from '../../core/metrics/classification.ts'
import { regressionMetrics } from '../../core/metrics/regression.ts'
import { scorePrefix } from '../../core/network/predictions.ts'
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
 * Errors: `unusable-input` where the file lacks the target or has no such row.
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
  const targetAt = predicted.slice(0, source).indexOf(run.target)
  if (targetAt < 0) {
    throw new DescentError('unusable-input', `${basename(path)} has no column “${run.target}”.`, {
      hint: 'The test file needs the target, to be compared with the predictions.',
      where: { file: path, column: run.target },
    })
  }
  const rows = await readPredictions(place.entries, application.artifacts.resolve(report.artifact).path)
  const texts = rows.map((row) => row[targetAt] ?? '')
  const summary = dataset.columns.find(({ name }) => name === run.target)
  const asTrained =
    summary === undefined
      ? {}
      : {
          kind: summary.kind,
          reading: summary.reading,
          missingMarkers: summary.missingMarkers.map(({ marker }) => marker),
        }
  const { column } = typeTexts(loadReaders(place.entries.addon), { name: run.target, ...asTrained }, texts)
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
