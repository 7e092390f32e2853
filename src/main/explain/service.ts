import { firstLayer } from '../../core/explain/firstLayer.ts'
import type { EngineSpec } from '../../core/network/engine.ts'
import { temperatureInForce } from '../../core/calibration/inForce.ts'
import type { Handlers } from '../../shared/contract.ts'
import { DescentError } from '../../shared/errors.ts'
import type {
  ChangesQuestion,
  DependenceQuestion,
  ImportanceQuestion,
  OverallQuestion,
  PairDependenceQuestion,
  RowQuestion,
} from '../../shared/explain.ts'
import type { SplitName } from '../../shared/recipes.ts'
import type { Run } from '../../shared/runs.ts'
import type { AskOptions, ComputeClient } from '../compute/client.ts'
import type { ExplainedRun } from '../compute/explain/subject.ts'
import { noSuchRows } from '../evaluation/seenSplit.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { loadModel } from '../runs/models.ts'
import type { RunStorage } from '../runs/ports.ts'
import type { DataPreparer } from '../runs/preparer.ts'
import { prepareAgain } from '../runs/sameData.ts'
import type { RunsService } from '../runs/service.ts'
import { RecentAnswers } from './recentAnswers.ts'

type ExplainCalls = Extract<keyof Handlers, `explain.${string}`>

export interface ExplainContext {
  storage: RunStorage
  runs: Pick<RunsService, 'get'>
  preparer: DataPreparer
  /** Works for minutes: one of its own, lest others wait. */
  compute: ComputeClient
  jobs: Jobs
}

/** Which model is asked, and as which job. */
interface Asked {
  project: string
  run: string
  epoch?: number | undefined
  job: string
}

/** Why a model predicts as it does. The last answers are remembered; none is stored. */
export function createExplainService(context: ExplainContext): { handlers: Pick<Handlers, ExplainCalls> } {
  const { storage, runs, compute, jobs } = context

  const explained = async (
    project: string,
    run: Run,
    epoch: number | undefined,
    split: SplitName | undefined,
  ): Promise<ExplainedRun> => {
    const model = await loadModel(storage, project, run, epoch)
    const again = await prepareAgain(context, project, run, await storage.getDataset(project, run.dataset))
    if (again === null) {
      throw new DescentError('not-found', `“${run.name}” was never prepared.`, { hint: 'Start a new run.' })
    }
    const { data, table } = again.prepared
    if (split !== undefined && data.rows[split].length === 0) throw noSuchRows(run, split)
    return { model, table, rows: data.rows }
  }

  const answering = <Question extends { split: SplitName } | { row: number }, Report>(
    title: (run: Run, question: Question) => string,
    ask: (subject: ExplainedRun, question: Question, options: AskOptions) => Promise<Report>,
  ) => {
    const answers = new RecentAnswers<Report>()
    return async ({ project, run: id, epoch, job }: Asked, question: Question): Promise<Report> => {
      const run = await runs.get(project, id)
      // An epoch that a run went back from, and trained again, is another one: each time is noted as a change.
      const changes = run.config.training.changes?.length ?? 0
      const temperature = temperatureInForce(run)
      const key = JSON.stringify([project, id, run.epochs, run.state, changes, temperature, epoch ?? null, question])
      return answers.get(key, () =>
        jobs.run(
          { id: job, project, kind: 'explanation', title: title(run, question) },
          async ({ signal, progress }) => {
            progress(null, 'Reading the rows')
            const split = 'split' in question ? question.split : undefined
            const subject = await explained(project, run, epoch, split)
            return ask(subject, question, { signal, onProgress: (fraction) => progress(fraction, 'Asking the model') })
          },
        ),
      )
    }
  }

  const importance = answering(
    ({ name }) => `What matters to ${name}`,
    (subject, question: ImportanceQuestion, options) =>
      compute.ask('explainImportance', { ...subject, question }, options),
  )
  const dependence = answering(
    ({ name }, { column }: DependenceQuestion) => `How ${name} depends on ${column}`,
    (subject, question: DependenceQuestion, options) =>
      compute.ask('explainDependence', { ...subject, question }, options),
  )
  const pair = answering(
    ({ name }, { x, y }: PairDependenceQuestion) => `How ${name} depends on ${x} and ${y}`,
    (subject, question: PairDependenceQuestion, options) =>
      compute.ask('explainPair', { ...subject, question }, options),
  )
  const row = answering(
    ({ name }, { row: at }: RowQuestion) => `Why ${name} predicts row ${at + 1} so`,
    (subject, question: RowQuestion, options) => compute.ask('explainRow', { ...subject, question }, options),
  )
  const overall = answering(
    ({ name }) => `What moves the predictions of ${name}`,
    (subject, question: OverallQuestion, options) => compute.ask('explainOverall', { ...subject, question }, options),
  )
  const changes = answering(
    ({ name }, { row: at }: ChangesQuestion) => `What would change row ${at + 1} for ${name}`,
    (subject, question: ChangesQuestion, options) => compute.ask('explainChanges', { ...subject, question }, options),
  )

  return {
    handlers: {
      'explain.importance': (request) => importance(...apart(request)),
      'explain.dependence': (request) => dependence(...apart(request)),
      'explain.pair': (request) => pair(...apart(request)),
      'explain.row': (request) => row(...apart(request)),
      'explain.overall': (request) => overall(...apart(request)),
      'explain.changes': (request) => changes(...apart(request)),
      'explain.firstLayer': async ({ project, run: id, epoch }) => {
        const run = await runs.get(project, id)
        const { fitted, spec, weights } = await loadModel(storage, project, run, epoch)
        return firstLayer(fitted, JSON.parse(spec) as EngineSpec, weights)
      },
    },
  }
}

/** Who is asked, and what. */
function apart<Request extends Asked>({ project, run, epoch, job, ...question }: Request) {
  return [{ project, run, epoch, job }, question] as const
}
