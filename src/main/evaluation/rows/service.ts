import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { columnsOfRows } from '../../../core/rows/behind.ts'
import type { CallRequest, Handlers } from '../../../shared/contract.ts'
import type { EvaluatedRows, RowOrder, SeenRow } from '../../../shared/evaluatedRows.ts'
import type { Run } from '../../../shared/runs.ts'
import type { ArtifactRegistry } from '../../application.ts'
import type { ComputeClient } from '../../compute/client.ts'
import type { RowsFound } from '../../compute/rowsBehind.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import { csvLine } from '../../rowsFile/csvLine.ts'
import type { RunStorage } from '../../runs/ports.ts'
import type { DataPreparer } from '../../runs/preparer.ts'
import type { RunsService } from '../../runs/service.ts'
import type { TableSource } from '../../runs/tables.ts'
import { readRowTexts } from '../rowTexts.ts'
import { loadSplit, shownColumns, splitKey, type LoadedSplit } from '../seenSplit.ts'
import { fileFields, fileHeader } from './file.ts'

const FILE_PAGE = 1000

type Question = CallRequest<'evaluation.rowsFile'>

export interface EvaluatedRowsContext {
  storage: RunStorage
  preparer: DataPreparer
  compute: ComputeClient
  tables: TableSource
  runs: Pick<RunsService, 'get'>
  artifacts: ArtifactRegistry
  jobs: Jobs
}

/** The rows behind the marks of an evaluation: in windows, and as a file. */
export function createEvaluatedRows(
  context: EvaluatedRowsContext,
): Pick<Handlers, 'evaluation.rows' | 'evaluation.rowsFile'> {
  const { storage, compute, tables, runs, artifacts, jobs } = context
  /** Of the last questions that went well: they are answered at once, and need no job that flashes up. */
  const answered = new Set<string>()

  const find = async (
    { project, behind }: Question,
    { recipe }: Run,
    { seen, dataset }: LoadedSplit,
    window: { order: RowOrder; offset: number; limit: number },
    signal?: AbortSignal,
  ): Promise<RowsFound> => {
    const names = columnsOfRows(behind)
    const { columns } = names.length === 0 ? { columns: [] } : await tables.columns(project, dataset, recipe, names)
    return compute.ask('rowsBehind', { ...seen, behind, columns, ...window }, { signal })
  }

  const withTexts = async (
    project: string,
    { of }: LoadedSplit,
    found: RowsFound,
    columns: readonly string[],
  ): Promise<SeenRow[]> => {
    const rows = found.rows.map((row) => ({ ...row, row: row.row - of.first }))
    const numbers = rows.map(({ row }) => row)
    const texts = await readRowTexts(storage, project, of.dataset, numbers, columns)
    return rows.map((row, at) => ({ ...row, line: texts[at]?.line ?? null, texts: texts[at]?.texts ?? [] }))
  }

  return {
    'evaluation.rows': async (question) => {
      const { project, run: id, job, split, epoch, behind, order, offset, limit } = question
      const run = await runs.get(project, id)
      const key = splitKey(project, run, split, epoch)
      const answer = async (signal?: AbortSignal): Promise<EvaluatedRows> => {
        const loaded = await loadSplit(context, project, run, { split, epoch })
        const found = await find(question, run, loaded, { order, offset, limit }, signal)
        const columns = shownColumns(loaded)
        const { target } = loaded.seen.model.fitted
        answered.add(JSON.stringify([key, behind]))
        for (const oldest of answered) if (answered.size > 100) answered.delete(oldest)
        return {
          dataset: loaded.of.dataset.id,
          total: found.total,
          classes: target.task === 'classification' ? target.classes : null,
          columns,
          rows: await withTexts(project, loaded, found, columns),
        }
      }
      if (answered.has(JSON.stringify([key, behind]))) return answer()
      const title = `Looking up rows of ${run.name}`
      return jobs.run({ id: job, project, kind: 'evaluation', title }, async ({ signal, progress }) => {
        progress(null, 'Predicting the rows')
        return answer(signal)
      })
    },

    'evaluation.rowsFile': async (question) => {
      const { project, run: id, job, split, epoch } = question
      const run = await runs.get(project, id)
      const artifact = artifacts.create(`${run.name} ${split} rows.csv`)
      const title = `Writing rows of ${run.name}`
      return jobs.run({ id: job, project, kind: 'export', title }, async ({ signal, progress }) => {
        const file = createWriteStream(artifact.path)
        try {
          const loaded = await loadSplit(context, project, run, { split, epoch })
          const { fitted } = loaded.seen.model
          const columns = loaded.of.dataset.columns.map(({ name }) => name)
          file.write(csvLine(fileHeader(fitted.target, columns)))
          const order = { by: 'row', descending: false } as const
          let [offset, total] = [0, 1]
          while (offset < total) {
            signal.throwIfAborted()
            const found = await find(question, run, loaded, { order, offset, limit: FILE_PAGE }, signal)
            total = found.total
            for (const row of await withTexts(project, loaded, found, columns)) {
              if (!file.write(csvLine(fileFields(fitted.target, row)))) await once(file, 'drain')
            }
            offset += FILE_PAGE
            progress(Math.min(1, offset / Math.max(1, total)), 'Writing the rows')
          }
          file.end()
          await finished(file)
          return { artifact: artifact.artifact, fileName: artifact.fileName, rows: total }
        } catch (error) {
          file.destroy()
          await rm(artifact.path, { force: true })
          throw error
        }
      })
    },
  }
}
