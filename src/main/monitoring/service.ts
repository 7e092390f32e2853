import { lossOfIgnorance } from '../../core/monitoring/ignorance.ts'
import type { LossScale } from '../../core/monitoring/lossWarnings.ts'
import { runWarnings, watchedEpochs } from '../../core/monitoring/warnings.ts'
import type { Handlers } from '../../shared/contract.ts'
import { DescentError } from '../../shared/errors.ts'
import type { Run } from '../../shared/runs.ts'
import type { ComputeClient } from '../compute/client.ts'
import type { Model } from '../compute/protocol.ts'
import { loadModel } from '../runs/models.ts'
import type { RunStorage } from '../runs/ports.ts'
import type { DataPreparer } from '../runs/preparer.ts'
import { prepareAgain } from '../runs/sameData.ts'
import type { RunsService } from '../runs/service.ts'
import { specOf } from '../runs/spec.ts'
import type { TrainingClient } from '../training/client.ts'
import { decisionSurface } from './surface.ts'

/** Runs whose first loss is remembered. */
const REMEMBERED = 64

type MonitoringCalls = Extract<keyof Handlers, `monitoring.${string}`>

export interface MonitoringContext {
  storage: RunStorage
  runs: Pick<RunsService, 'get'>
  preparer: DataPreparer
  compute: ComputeClient
  training: TrainingClient
}

/** A run as it is now: what its network predicts, and what goes wrong. */
export function createMonitoringService(context: MonitoringContext): { handlers: Pick<Handlers, MonitoringCalls> } {
  const { storage, runs, preparer, compute, training } = context

  const prepare = async (project: string, run: Run) => {
    const dataset = await storage.getDataset(project, run.dataset)
    const again = await prepareAgain({ storage, preparer }, project, run, dataset)
    if (again !== null) return again.prepared
    throw new DescentError('not-found', `“${run.name}” is still being prepared.`, { hint: 'Wait for its first epoch.' })
  }

  /** With the newest weights of a run under way, else with its best. */
  const modelNow = async (project: string, run: Run): Promise<Model> => {
    const [weights, fitted] = await Promise.all([training.weights(run.id), storage.readFitted(project, run.id)])
    if (weights === null || fitted === null) return loadModel(storage, project, run)
    return { fitted, weights, spec: specOf(fitted, run.config) }
  }

  const scales = new Map<string, LossScale>()
  /** What the run's losses are measured by, remembered once its first epoch is there. */
  const scaleOf = async (project: string, run: Run): Promise<LossScale> => {
    const remembered = scales.get(run.id)
    if (remembered !== undefined) return remembered
    const [records, fitted] = await Promise.all([
      storage.readSeries(project, run.id, 0),
      storage.readFitted(project, run.id),
    ])
    const scale = {
      first: records[1] ?? null,
      ignorance: fitted === null ? null : lossOfIgnorance(fitted.target, run.config),
    }
    if (scale.first === null || fitted === null) return scale
    scales.set(run.id, scale)
    for (const oldest of scales.keys()) {
      if (scales.size <= REMEMBERED) break
      scales.delete(oldest)
    }
    return scale
  }

  return {
    handlers: {
      'monitoring.warnings': async ({ project, run: id }) => {
        const run = await runs.get(project, id)
        const from = Math.max(0, run.epochs - watchedEpochs)
        const [records, kept, weights, known] = await Promise.all([
          storage.readSeries(project, id, from),
          storage.readEpochStatistics(project, id),
          storage.readKeptEpochs(project, id),
          scaleOf(project, run),
        ])
        const there = weights.filter(({ hasWeights }) => hasWeights).map(({ epoch }) => epoch)
        return runWarnings(run, records, kept, known, there)
      },

      'monitoring.fit': async ({ project, run: id, split }) => {
        const run = await runs.get(project, id)
        const [model, { table, data }] = await Promise.all([modelNow(project, run), prepare(project, run)])
        const [evaluation] = await compute.ask('evaluate', { run: id, model, data, table, splits: [split] })
        if (evaluation !== undefined) return evaluation
        throw new DescentError('not-found', `“${run.name}” has no ${split} rows.`, {
          hint: 'Look at the training rows instead.',
        })
      },

      'monitoring.surface': async ({ project, run: id, x, y, epoch }) => {
        const run = await runs.get(project, id)
        const [model, { table, data }] = await Promise.all([
          epoch === undefined ? modelNow(project, run) : loadModel(storage, project, run, epoch),
          prepare(project, run),
        ])
        return decisionSurface(compute, model, { table, trainRows: data.rows.train }, { x, y })
      },
    },
  }
}
