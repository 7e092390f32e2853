import type { CallRequest, Handlers } from '../../../shared/contract.ts'
import { DescentError } from '../../../shared/errors.ts'
import type { Run } from '../../../shared/runs.ts'
import type { ClassCurves, LinearScores, ResidualsByColumn, ScoreIntervals, Scores } from '../../../shared/scores.ts'
import type { ComputeClient } from '../../compute/client.ts'
import type { JobContext, Jobs } from '../../jobs/jobs.ts'
import { runUnlessQuick } from '../../jobs/unlessQuick.ts'
import type { RunStorage } from '../../runs/ports.ts'
import type { DataPreparer } from '../../runs/preparer.ts'
import type { RunsService } from '../../runs/service.ts'
import type { TableSource } from '../../runs/tables.ts'
import type { TrainingClient } from '../../training/client.ts'
import { loadSplit, noSuchRows, splitKey } from '../seenSplit.ts'
import { fitLinear, type LinearModel } from './linear.ts'
import { RecentAnswers } from './recentAnswers.ts'

export interface ScoresContext {
  storage: RunStorage
  preparer: DataPreparer
  compute: ComputeClient
  /** Of another thread, which draws rows for seconds: nobody's question waits for it. */
  drawing: ComputeClient
  training: TrainingClient
  tables: TableSource
  runs: Pick<RunsService, 'get'>
  jobs: Jobs
}

type ScoreCalls =
  'evaluation.scores' | 'evaluation.intervals' | 'evaluation.linear' | 'evaluation.curves' | 'evaluation.residuals'
type Question = CallRequest<'evaluation.scores'>

/** Answers a person goes to and fro between. */
const KEPT = 64
/** Linear models, each with its table's inputs. */
const KEPT_MODELS = 4
/** Of a job's work, how much loading and predicting are. */
const LOADING_SHARE = 0.1

/** Scores of runs with their intervals, baselines and curves, made when they are asked for; the last are remembered. */
export function createScores(context: ScoresContext): Pick<Handlers, ScoreCalls> {
  const { storage, compute, drawing, tables, runs, jobs } = context
  const scores = new RecentAnswers<Scores>(KEPT)
  const intervals = new RecentAnswers<ScoreIntervals>(KEPT)
  const linear = new RecentAnswers<LinearScores>(KEPT)
  const models = new RecentAnswers<LinearModel>(KEPT_MODELS)
  const curves = new RecentAnswers<ClassCurves | null>(KEPT)
  const residuals = new RecentAnswers<ResidualsByColumn>(KEPT)

  const answer = <A>(
    known: RecentAnswers<A>,
    key: string,
    { project, job: id }: Pick<Question, 'project' | 'job'>,
    title: string,
    work: (context: JobContext) => Promise<A>,
  ): Promise<A> => known.get(key, () => runUnlessQuick(jobs, { id, project, kind: 'evaluation', title }, work))

  const asked = async ({ project, run: id, split, epoch }: Question): Promise<{ run: Run; key: string }> => {
    const run = await runs.get(project, id)
    return { run, key: splitKey(project, run, split, epoch) }
  }

  const fitted = async (project: string, run: Run, { signal, progress }: JobContext): Promise<LinearModel> => {
    const dataset = await storage.getDataset(project, run.dataset)
    const data = await tables.signature(project, dataset, run.recipe)
    return models.get(JSON.stringify([data, run.recipe, run.fold ?? null]), () => {
      const onProgress = (fraction: number) => progress(fraction, 'Fitting a linear model')
      return fitLinear(context, project, dataset, run, { signal, onProgress })
    })
  }

  return {
    'evaluation.scores': async (question) => {
      const { run, key } = await asked(question)
      return answer(scores, key, question, `Scoring ${run.name}`, async ({ signal, progress }) => {
        progress(null, 'Predicting the rows')
        const { seen, of } = await loadSplit(context, question.project, run, question)
        return compute.ask('scores', { ...seen, run: run.id, firstRow: of.first }, { signal })
      })
    },

    'evaluation.intervals': async (question) => {
      const { run, key } = await asked(question)
      const title = `Drawing intervals of the scores of ${run.name}`
      return answer(intervals, key, question, title, async ({ signal, progress }) => {
        progress(0, 'Predicting the rows')
        const { seen } = await loadSplit(context, question.project, run, question)
        const onProgress = (fraction: number) =>
          progress(LOADING_SHARE + (1 - LOADING_SHARE) * fraction, 'Drawing the rows again and again')
        return drawing.ask('scoreIntervals', seen, { signal, onProgress })
      })
    },

    'evaluation.linear': async (question) => {
      const { project, split } = question
      const { run, key } = await asked(question)
      const title = `Fitting a linear model beside ${run.name}`
      return answer(linear, key, question, title, async (of) => {
        const { model, prepared, epochs } = await fitted(project, run, of)
        const { data, table } = prepared
        if (data.rows[split].length === 0) throw noSuchRows(run, split)
        const seen = { key: JSON.stringify(['linear', key]), model, data, table, split }
        const found = await compute.ask('scoreTable', seen, { signal: of.signal })
        return { scores: found, epochs, inputs: model.fitted.inputs.length }
      })
    },

    'evaluation.curves': async (question) => {
      const { project, epoch } = question
      const { run, key } = await asked(question)
      const ofClass = JSON.stringify([key, question.class])
      const found = await answer(curves, ofClass, question, `Drawing curves of ${run.name}`, async ({ signal }) => {
        const { seen } = await loadSplit(context, project, run, question)
        const { target } = seen.model.fitted
        if (target.task !== 'classification' || question.class >= target.classes.length) throw noSuchClass(run)
        const hasValidation = seen.data.rows.validation.length > 0
        const judged = { ...seen, split: 'validation', key: splitKey(project, run, 'validation', epoch) } as const
        const validation = hasValidation ? judged : null
        return compute.ask('classCurves', { seen, validation, subject: question.class }, { signal })
      })
      if (found !== null) return found
      throw new DescentError('not-found', `“${run.name}” gives no numbers that its curves could be drawn of.`, {
        hint: 'Its weights are not finite: choose an earlier epoch, or train with a lower learning rate.',
      })
    },

    'evaluation.residuals': async (question) => {
      const { project, column: name } = question
      const { run, key } = await asked(question)
      const title = `Errors of ${run.name} by ${name}`
      return answer(residuals, JSON.stringify([key, name]), question, title, async ({ signal }) => {
        const { seen, dataset } = await loadSplit(context, project, run, question)
        if (run.task !== 'regression') throw noErrors(run)
        const { columns } = await tables.columns(project, dataset, run.recipe, [name])
        const [column] = columns
        if (column === undefined) throw noSuchColumn(dataset.name, name)
        return compute.ask('residuals', { seen, column }, { signal })
      })
    },
  }
}

function noSuchClass({ name, target }: Run): DescentError {
  return new DescentError('usage', `“${name}” knows no such class of ${target}.`, {
    hint: 'Choose one of its classes.',
  })
}

function noErrors({ name }: Run): DescentError {
  return new DescentError('usage', `“${name}” predicts classes, which have no differences.`, {
    hint: 'Look at its confusions instead.',
  })
}

function noSuchColumn(dataset: string, column: string): DescentError {
  return new DescentError('not-found', `“${dataset}” has no column “${column}”.`, {
    hint: 'Choose one of its columns.',
    where: { column },
  })
}
