import { stat, writeFile } from 'node:fs/promises'
import { reportHtml } from '../../core/report/report.ts'
import type { JudgedSplit, ReportFacts } from '../../core/report/facts.ts'
import type { Handlers } from '../../shared/contract.ts'
import { DescentError } from '../../shared/errors.ts'
import type { Run } from '../../shared/runs.ts'
import type { ArtifactRegistry } from '../application.ts'
import { newId } from '../ids.ts'
import type { JobContext, Jobs } from '../jobs/jobs.ts'
import { loadPreparation } from '../runs/models.ts'
import type { RunStorage } from '../runs/ports.ts'
import { version } from '../version.ts'

/** Points of the curve that a report draws. */
const CURVE_POINTS = 400

/** What a report asks the other services, as a person would. */
type Asked = Pick<
  Handlers,
  | 'runs.get'
  | 'runs.series'
  | 'recipes.preview'
  | 'evaluation.get'
  | 'evaluation.scores'
  | 'evaluation.intervals'
  | 'explain.importance'
>

export interface ReportContext {
  storage: RunStorage
  artifacts: ArtifactRegistry
  jobs: Jobs
  handlers: Asked
}

/** Writes what is known of a run as a model card for people who have no Descent. */
export function createReports({ storage, artifacts, jobs, handlers }: ReportContext): Pick<Handlers, 'exports.report'> {
  const gather = async (project: string, run: Run, { signal, progress }: JobContext): Promise<ReportFacts> => {
    const of = { project, run: run.id }
    /** The work of another service, which ends when this job is cancelled. */
    const within = async <T>(work: (job: string) => Promise<T>): Promise<T> => {
      signal.throwIfAborted()
      const job = newId()
      const cancel = () => {
        if (jobs.list().some(({ id }) => id === job)) jobs.cancel(job)
      }
      signal.addEventListener('abort', cancel, { once: true })
      return work(job).finally(() => signal.removeEventListener('abort', cancel))
    }
    progress(0.05, 'Looking at the preparation')
    const [dataset, fitted, series] = await Promise.all([
      storage.getDataset(project, run.dataset),
      loadPreparation(storage, project, run),
      handlers['runs.series']({ ...of, points: CURVE_POINTS }),
    ])
    const preparation = await within((job) =>
      handlers['recipes.preview']({ ...of, dataset: run.dataset, job, recipe: run.recipe, looks: [], sample: false }),
    )
    const splits: JudgedSplit[] = []
    for (const split of (['test', 'validation'] as const).filter((name) => run.rows[name] > 0)) {
      progress(splits.length === 0 ? 0.3 : 0.6, `Judging the ${split} rows`)
      const judged = await within(async (job) => ({
        scores: await handlers['evaluation.scores']({ ...of, job, split }),
        evaluation: await handlers['evaluation.get']({ ...of, split }),
      }))
      const intervals = await within((job) => handlers['evaluation.intervals']({ ...of, job, split }))
      splits.push({ split, intervals, ...judged })
    }
    progress(0.85, 'Asking what it goes by')
    const [judge] = splits
    const importance =
      judge === undefined
        ? null
        : await within((job) =>
            handlers['explain.importance']({
              ...of,
              ...{ job, split: judge.split, effort: 'usual', together: false, seed: 0 },
            }),
          )
    return { run, dataset, fitted, preparation, series, splits, importance, version, written: new Date().toISOString() }
  }

  return {
    'exports.report': async ({ project, run: id, job }) => {
      const run = await handlers['runs.get']({ project, run: id })
      if (run.metrics === null) {
        throw new DescentError('not-found', `“${run.name}” has not been judged yet.`, {
          hint: 'Wait until it has ended, or stop it to keep the best weights so far.',
        })
      }
      return jobs.run(
        { id: job, project, kind: 'export', title: `Writing a report on ${run.name}` },
        async (context) => {
          const html = reportHtml(await gather(project, run, context))
          const { artifact, path, fileName } = artifacts.create(`${run.name} ${run.target}.html`)
          await writeFile(path, html)
          return { artifact, fileName, sizeBytes: (await stat(path)).size }
        },
      )
    },
  }
}
