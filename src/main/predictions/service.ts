import { basename, extname } from 'node:path'
import type { Handlers } from '../../shared/contract.ts'
import { temperatureInForce, weightsMark } from '../../core/calibration/inForce.ts'
import { targetAsRead } from '../../core/recipe/renamedTarget.ts'
import { seriesOfModel } from '../../core/recipe/windows/steps.ts'
import { detailNames } from '../../core/network/predictions.ts'
import { DescentError } from '../../shared/errors.ts'
import type { PredictionOutput } from '../../shared/predictions.ts'
import type { Run } from '../../shared/runs.ts'
import type { ArtifactRegistry, FileRegistry } from '../application.ts'
import type { ConformalReports } from '../calibration/conformalReports.ts'
import { besideNames } from '../compute/beside.ts'
import type { ComputeClient } from '../compute/client.ts'
import type { Model } from '../compute/protocol.ts'
import type { Reader } from '../datasets/reader/types.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { loadModel, loadPreparation } from '../runs/models.ts'
import type { RunStorage } from '../runs/ports.ts'
import type { DataPreparer, PreparedTable } from '../runs/preparer.ts'
import { prepareAgain } from '../runs/sameData.ts'
import type { RunsService } from '../runs/service.ts'
import { rowsText } from '../rowsFile/rowsText.ts'
import { Newest } from './newest.ts'
import { readingPlain } from './plainModel.ts'
import { predictFile } from './predictFile.ts'
import { batchOf, rowsPrediction } from './rows.ts'
import { exampleNote, rangesOfRow, rowExample, rowNotes } from './row.ts'

const plainOutput: PredictionOutput = { format: 'csv', conformal: null, flags: false }

type PredictionCalls = Extract<keyof Handlers, `predictions.${string}`>

export interface PredictionsContext {
  storage: RunStorage
  runs: Pick<RunsService, 'get'>
  preparer: DataPreparer
  compute: ComputeClient
  /** For a row that a person types, which waits for nothing else. */
  answering: ComputeClient
  reader: Reader
  files: FileRegistry
  artifacts: ArtifactRegistry
  jobs: Jobs
  reports: ConformalReports
}

export function createPredictionsService(context: PredictionsContext): { handlers: Pick<Handlers, PredictionCalls> } {
  const { storage, runs, compute, answering, reader, files, artifacts, jobs, reports } = context
  const nearest = new Newest()
  let kept: { key: string; model: Promise<Model> } | null = null

  /** The model used last stays in memory: a what-if form asks many times. */
  const modelOf = async (project: string, id: string, epoch?: number): Promise<{ run: Run; model: Model }> => {
    const run = await runs.get(project, id)
    const key = JSON.stringify([project, id, run.state, weightsMark(run), temperatureInForce(run), epoch])
    if (kept?.key !== key) {
      const model = loadModel(storage, project, run, epoch)
      model.catch(() => {
        kept = null
      })
      kept = { key, model }
    }
    return { run, model: await kept.model }
  }

  const preparedOf = async (project: string, run: Run): Promise<PreparedTable> => {
    const again = await prepareAgain(context, project, run, await storage.getDataset(project, run.dataset))
    if (again !== null) return again.prepared
    // A run with weights was prepared.
    throw new Error('The run has weights and no preparation.')
  }

  /** The table may have been removed or changed since: whole rows have nothing to be compared with then. */
  const referenceOf = async (project: string, run: Run, model: Model, signal: AbortSignal) => {
    const prepared = await preparedOf(project, run).catch((error: unknown) => {
      if (error instanceof DescentError && ['not-found', 'unusable-input'].includes(error.kind)) return null
      throw error
    })
    if (prepared === null) return null
    return compute.ask('apartReference', { fitted: model.fitted, ...prepared }, { signal })
  }

  return {
    handlers: {
      'predictions.file': async ({ project, run: id, job, file, options, output = plainOutput }) => {
        const { run, model } = await modelOf(project, id)
        const { path, fileName } = files.resolve(file)
        // The table may have been removed since.
        const trained = await storage.getDataset(project, run.dataset).then(
          ({ source }) => source,
          () => null,
        )
        const artifact = artifacts.create(`${basename(fileName, extname(fileName))} predictions.${output.format}`)
        const title = `Predicting ${fileName} with ${run.name}`
        const report = await jobs.run({ id: job, project, kind: 'prediction', title }, async ({ signal, progress }) => {
          const { target, recipe } = model.fitted
          const { conformal, flags: flagged } = output
          const ranges = conformal === null ? null : await reports.get(project, run, conformal, signal)
          const plan = {
            details: detailNames(target),
            ranges,
            classes: target.task === 'classification' ? target.classes : [],
            flagged,
            reference: flagged ? await referenceOf(project, run, model, signal) : null,
          }
          return predictFile({
            reader,
            predictor: {
              target: targetAsRead(recipe) ?? target.name,
              added: besideNames(plan),
              inputs: model.fitted.rawInputs.map(({ name }) => name),
              series: seriesOfModel(model.fitted),
              predict: (batch) => compute.ask('predictColumns', { model, plan, ...batch }, { signal }),
            },
            text: rowsText(compute, signal),
            path,
            fileName,
            options,
            trained,
            out: artifact.path,
            format: output.format,
            signal,
            onProgress: (fraction, rows) => progress(fraction, `${rows} rows`),
          })
        })
        return { ...report, artifact: artifact.artifact, fileName: artifact.fileName }
      },

      'predictions.row': async ({ project, run: id, values, epoch, conformal }) => {
        const { run, model } = await modelOf(project, id, epoch)
        const rule = conformal === undefined ? null : (await reports.get(project, run, conformal)).rule
        const columns = Object.entries(values).map(([name, text]) => ({ name, texts: [text] }))
        const batch = await answering.ask('predict', { model: readingPlain(model), columns, rows: 1, rule })
        const [prediction = ''] = batch.predictions
        const { target } = model.fitted
        const isPredicted = prediction !== ''
        const names = isPredicted ? detailNames(target) : []
        const details = names.map((name, k) => ({ name, value: batch.details[k] ?? NaN }))
        return {
          prediction: isPredicted ? prediction : null,
          gaps: batch.gaps,
          probabilities:
            target.task === 'classification' && target.scores !== true && details.length > 0
              ? target.classes.map((label, k) => ({ label, probability: details[k]?.value ?? NaN }))
              : null,
          details: target.task === 'regression' || target.scores === true ? details : [],
          ...rangesOfRow(target, batch),
          notes: rowNotes(model.fitted, values, batch.notes),
        }
      },

      'predictions.take': async ({ project, run: id, split, index }) => {
        const { run, model } = await modelOf(project, id)
        const { table, data } = await preparedOf(project, run)
        const count = data.rows[split].length
        if (index >= count) {
          throw new DescentError(
            'not-found',
            `There is no row ${index + 1} among the ${split} rows of “${run.name}”.`,
            {
              hint: count === 0 ? 'Choose another split.' : `Choose one from 1 to ${count}.`,
            },
          )
        }
        return compute.ask('rowValues', { fitted: model.fitted, table, data, split, index })
      },

      'predictions.nearest': async ({ project, run: id, values }) => {
        const { run, model } = await modelOf(project, id)
        const columns = Object.entries(values).map(([name, text]) => ({ name, texts: [text] }))
        return nearest.answer(async () => {
          const { table, data } = await preparedOf(project, run)
          return compute.ask('nearest', { model: readingPlain(model), columns, table, data })
        })
      },

      'predictions.rows': async ({ project, run, rows }) => {
        const { model } = await modelOf(project, run)
        const { rawInputs, target } = model.fitted
        const batch = batchOf(
          rows,
          rawInputs.map(({ name }) => name),
        )
        return rowsPrediction(await compute.ask('predict', { model, ...batch }), detailNames(target))
      },

      'predictions.inputs': async ({ project, run }) => {
        const fitted = await loadPreparation(storage, project, await runs.get(project, run))
        return fitted.rawInputs.map((raw) => ({
          name: raw.name,
          kind: raw.kind,
          min: raw.min,
          max: raw.max,
          levels: raw.levels,
          example: rowExample(fitted, raw),
          exampleNote: exampleNote(raw),
        }))
      },
    },
  }
}
