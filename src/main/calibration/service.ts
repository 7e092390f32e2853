import { greatestTemperature, leastTemperature } from '../../core/calibration/temperature.ts'
import { weightsMark } from '../../core/calibration/inForce.ts'
import type { FittedTemperature } from '../../shared/calibration.ts'
import type { Handlers } from '../../shared/contract.ts'
import { DescentError } from '../../shared/errors.ts'
import type { Run } from '../../shared/runs.ts'
import type { ComputeClient } from '../compute/client.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { loadModel, loadTrainedModel } from '../runs/models.ts'
import { metricsBySplit } from '../runs/outcome.ts'
import type { EventSink, RunStorage } from '../runs/ports.ts'
import type { DataPreparer, PreparedTable } from '../runs/preparer.ts'
import { prepareAgain } from '../runs/sameData.ts'
import type { RunsService } from '../runs/service.ts'
import { noValidationRows, type ConformalReports } from './conformalReports.ts'

export interface CalibrationContext {
  storage: RunStorage
  runs: Pick<RunsService, 'get'>
  preparer: DataPreparer
  compute: ComputeClient
  reports: ConformalReports
  jobs: Jobs
  events: EventSink
}

type CalibrationCalls = Extract<keyof Handlers, `calibration.${string}`>

/** How sure predictions are: intervals and sets by the validation rows, and probabilities corrected by them. */
export function createCalibrationService(context: CalibrationContext): { handlers: Pick<Handlers, CalibrationCalls> } {
  const { storage, runs, compute, reports, jobs, events } = context

  const prepared = async (project: string, run: Run): Promise<PreparedTable> => {
    const dataset = await storage.getDataset(project, run.dataset)
    const again = await prepareAgain(context, project, run, dataset)
    // A run with weights was prepared.
    if (again === null) throw new Error('The run has weights and no preparation.')
    return again.prepared
  }

  /** Stores a temperature, or takes it away, with the scores that the run then has. */
  const store = async (project: string, run: Run, data: PreparedTable, temperature?: FittedTemperature) => {
    const { temperature: _, ...rest } = run
    const changed: Run = temperature === undefined ? rest : { ...rest, temperature }
    const model = await loadModel(storage, project, changed)
    const evaluations = await compute.ask('evaluate', { run: run.id, model, ...data })
    const fields = { temperature, metrics: metricsBySplit(evaluations) }
    await storage.commitRun(project, run.id, { fields, evaluations })
    events.emit('projectChanged', { project })
  }

  return {
    handlers: {
      'calibration.conformal': async ({ project, run: id, job, ...choice }) => {
        const run = await runs.get(project, id)
        const known = reports.known(project, run, choice)
        // What is known needs no job, which people would see flash up.
        if (known !== undefined) return known
        const title = `Measuring the errors of ${run.name}`
        return jobs.run({ id: job, project, kind: 'evaluation', title }, ({ signal }) =>
          reports.get(project, run, choice, signal),
        )
      },

      'calibration.fitTemperature': async ({ project, run: id, job }) => {
        const run = requireEnded(await runs.get(project, id))
        const title = `Calibrating ${run.name}`
        return jobs.run({ id: job, project, kind: 'evaluation', title }, async ({ signal }) => {
          const model = await loadTrainedModel(storage, project, run)
          if (model.fitted.target.task !== 'classification' || model.fitted.target.scores === true) {
            throw noProbabilities(run)
          }
          const data = await prepared(project, run)
          const found = await compute.ask('fitTemperature', { model, ...data }, { signal })
          if (found === null) throw noValidationRows(run)
          if (isAtEnd(found.value)) throw noMinimum(run)
          await store(project, run, data, { ...found, weights: weightsMark(run) })
          return runs.get(project, id)
        })
      },

      'calibration.clearTemperature': async ({ project, run: id, job }) => {
        const run = requireEnded(await runs.get(project, id))
        const title = `Taking back the calibration of ${run.name}`
        return jobs.run({ id: job, project, kind: 'evaluation', title }, async () => {
          await store(project, run, await prepared(project, run))
          return runs.get(project, id)
        })
      },
    },
  }
}

/** What trains changes its weights. */
function requireEnded(run: Run): Run {
  if (run.state === 'finished') return run
  throw new DescentError('busy', `“${run.name}” has not ended yet.`, { hint: 'Wait until it has, or stop it.' })
}

function noProbabilities({ name }: Run): DescentError {
  return new DescentError('usage', `“${name}” predicts no probabilities.`, {
    hint: 'Choose a run of classes whose loss is cross-entropy or focal.',
  })
}

/** There is no least log loss within the range, but for what a search stops short of its ends. */
function isAtEnd(temperature: number): boolean {
  return temperature <= leastTemperature * 1.001 || temperature >= greatestTemperature / 1.001
}

function noMinimum({ name }: Run): DescentError {
  return new DescentError('unusable-input', `The validation rows do not say how sure “${name}” should be.`, {
    hint: 'As a rule it predicts all of them right, and no sureness would be too much. Give the validation split more rows, and train again.',
  })
}
