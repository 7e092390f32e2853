import type { CallRequest, Handlers } from '../../../shared/contract.ts'
import { DescentError } from '../../../shared/errors.ts'
import type { SliceMetric, WorstSlices } from '../../../shared/slices.ts'
import type { Run } from '../../../shared/runs.ts'
import type { ComputeClient } from '../../compute/client.ts'
import type { JobContext, Jobs } from '../../jobs/jobs.ts'
import type { RunStorage } from '../../runs/ports.ts'
import type { DataPreparer } from '../../runs/preparer.ts'
import type { RunsService } from '../../runs/service.ts'
import type { TableSource } from '../../runs/tables.ts'
import { Gathering } from '../gathering.ts'
import { loadSplit, splitKey, type LoadedSplit } from '../seenSplit.ts'

const KEPT = 32
/** Of a search's work, how much reading the columns is. */
const READING_SHARE = 0.7

export interface SlicesContext {
  storage: RunStorage
  preparer: DataPreparer
  compute: ComputeClient
  tables: TableSource
  runs: Pick<RunsService, 'get'>
  jobs: Jobs
}

type SliceCalls = 'evaluation.slices' | 'evaluation.worstSlices'

/** Scores of parts of a split, by the raw columns of its table, also such as the model does not use. */
export function createSlices(context: SlicesContext): Pick<Handlers, SliceCalls> {
  const { compute, tables, runs, jobs } = context
  const byColumn = new Map<string, Awaited<ReturnType<Handlers['evaluation.slices']>>>()
  const worst = new Map<string, WorstSlices>()
  const gathering = new Gathering()

  const search = async (
    { project, split, epoch }: CallRequest<'evaluation.worstSlices'>,
    run: Run,
    metric: SliceMetric,
    { signal, progress }: JobContext,
  ): Promise<WorstSlices> => {
    progress(0, 'Predicting the rows')
    const { seen, dataset } = await loadSplit(context, project, run, { split, epoch })
    const of = `${seen.key} slices ${metric}`
    const names = searchedColumns(seen, dataset.columns)
    return gathering.run(signal, async () => {
      for (const [index, name] of names.entries()) {
        signal.throwIfAborted()
        progress((READING_SHARE * index) / names.length, `Looking at ${name}`)
        const [column] = (await tables.columns(project, dataset, run.recipe, [name])).columns
        if (column === undefined) throw new Error('A column of the dataset could not be read.')
        await compute.ask('addSlicedColumn', { of, seen, isFirst: index === 0, column }, { signal })
      }
      const onProgress = (fraction: number) =>
        progress(READING_SHARE + (1 - READING_SHARE) * fraction, 'Looking at two columns together')
      onProgress(0)
      const question = { of, seen, columns: names.length, metric }
      return compute.ask('finishSlices', question, { signal, onProgress })
    })
  }

  return {
    'evaluation.slices': async ({ project, run: id, job, split, epoch, columns, metric: asked }) => {
      const run = await runs.get(project, id)
      const metric = metricOf(run, asked)
      const key = JSON.stringify([splitKey(project, run, split, epoch), columns, metric])
      const title = `Slicing the rows of ${run.name}`
      return known(byColumn, key, () =>
        jobs.run({ id: job, project, kind: 'evaluation', title }, async ({ signal, progress }) => {
          progress(null, `By ${columns.join(' and ')}`)
          const { seen, dataset } = await loadSplit(context, project, run, { split, epoch })
          const read = await tables.columns(project, dataset, run.recipe, columns)
          const ordered = columns.map((name) => read.columns.find((column) => column.name === name) ?? noColumn(name))
          const onProgress = (fraction: number) => progress(fraction, `By ${columns.join(' and ')}`)
          return compute.ask('slicesByColumn', { seen, columns: ordered, metric }, { signal, onProgress })
        }),
      )
    },

    'evaluation.worstSlices': async (question) => {
      const { project, run: id, job, split, epoch, metric: asked } = question
      const run = await runs.get(project, id)
      const metric = metricOf(run, asked)
      const key = JSON.stringify([splitKey(project, run, split, epoch), metric])
      const title = `Looking for the worst slices of ${run.name}`
      return known(worst, key, () =>
        jobs.run({ id: job, project, kind: 'evaluation', title }, (work) => search(question, run, metric, work)),
      )
    },
  }
}

/** All but the target, by which a slice would be better or worse of itself; what the model uses comes first. */
function searchedColumns({ model }: LoadedSplit['seen'], columns: readonly { name: string }[]): string[] {
  const { target, rawInputs } = model.fitted
  const used = new Set(rawInputs.map(({ name }) => name))
  const names = columns.map(({ name }) => name).filter((name) => name !== target.name)
  return [...names.filter((name) => used.has(name)), ...names.filter((name) => !used.has(name))]
}

function metricOf({ task, name }: Run, asked: SliceMetric | undefined): SliceMetric {
  const metric = asked ?? (task === 'classification' ? 'accuracy' : 'mae')
  if ((metric === 'mae') === (task === 'regression')) return metric
  throw new DescentError('usage', `${metric} is no score of “${name}”.`, {
    hint:
      task === 'regression' ? 'Its slices are compared by the mean absolute error.' : 'Choose accuracy or log loss.',
  })
}

function noColumn(name: string): never {
  throw new DescentError('not-found', `The table has no column “${name}”.`, { hint: 'Choose one of its columns.' })
}

/** What was answered before; the ones used last are kept. */
async function known<V>(answers: Map<string, V>, key: string, make: () => Promise<V>): Promise<V> {
  const found = answers.get(key) ?? (await make())
  answers.delete(key)
  answers.set(key, found)
  for (const oldest of answers.keys()) {
    if (answers.size <= KEPT) break
    answers.delete(oldest)
  }
  return found
}
