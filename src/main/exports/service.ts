import { rm, stat } from 'node:fs/promises'
import type { Handlers } from '../../shared/contract.ts'
import { DescentError } from '../../shared/errors.ts'
import type { ArtifactRegistry } from '../application.ts'
import type { ComputeClient } from '../compute/client.ts'
import type { PreparedData } from '../compute/protocol.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { loadModel } from '../runs/models.ts'
import type { RunStorage } from '../runs/ports.ts'
import type { DataPreparer } from '../runs/preparer.ts'
import type { RunsService } from '../runs/service.ts'
import { version } from '../version.ts'

/** The largest difference that is still the same model: of a probability, or in units of the target's std. */
const TOLERANCE = 1e-4
const CHECKED_ROWS = 10_000

export interface ExportsContext {
  storage: RunStorage
  runs: Pick<RunsService, 'get'>
  compute: ComputeClient
  preparer: DataPreparer
  artifacts: ArtifactRegistry
  jobs: Jobs
}

export function createExportsService(context: ExportsContext): { handlers: Pick<Handlers, 'exports.create'> } {
  const { storage, runs, compute, preparer, artifacts, jobs } = context
  return {
    handlers: {
      'exports.create': async ({ project, run: id, job, format }) => {
        const run = await runs.get(project, id)
        const model = await loadModel(storage, project, run)
        const dataset = await storage.getDataset(project, run.dataset)
        const artifact = artifacts.create(`${run.name} ${run.target}.onnx`)
        const title = `Exporting ${run.name}`
        return jobs.run({ id: job, project, kind: 'export', title }, async ({ signal, progress }) => {
          try {
            progress(0.05, 'Reading the held-out rows')
            const { table, data } = await preparer.prepare(project, dataset, run.recipe, run.config.network, {
              signal,
              fold: run.fold,
            })
            progress(0.4, 'Writing the file')
            const provenance = {
              version,
              runName: run.name,
              metrics: run.metrics,
              dataSha256: dataset.source.sha256,
            }
            await compute.ask('writeOnnx', { path: artifact.path, model, provenance }, { signal })
            progress(0.5, 'Running the file and comparing')
            const { split, rows } = heldOut(data)
            const check = await compute.ask('checkOnnx', { path: artifact.path, model, table, rows }, { signal })
            // NaN must block too: a comparison that is not true.
            if (!(check.largestDifference <= TOLERANCE)) throw mismatch(check.largestDifference, run.task)
            const { size } = await stat(artifact.path)
            return {
              artifact: artifact.artifact,
              format,
              fileName: artifact.fileName,
              sizeBytes: size,
              check: {
                ...check,
                split,
                tolerance: TOLERANCE,
                unit: run.task === 'classification' ? ('probability' as const) : ('targetStd' as const),
              },
            }
          } catch (error) {
            await rm(artifact.path, { force: true })
            throw error
          }
        })
      },
    },
  }
}

/** Rows the network did not learn from, where there are some; evenly spread. */
function heldOut({ rows }: PreparedData): { split: 'test' | 'validation' | 'train'; rows: Uint32Array } {
  const split = rows.test.length > 0 ? 'test' : rows.validation.length > 0 ? 'validation' : 'train'
  const all = rows[split]
  const count = Math.min(all.length, CHECKED_ROWS)
  return { split, rows: Uint32Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)] ?? 0) }
}

function mismatch(difference: number, task: 'regression' | 'classification'): DescentError {
  const unit = task === 'classification' ? 'of a probability' : "of the target's standard deviation"
  return new DescentError(
    'export-mismatch',
    `The exported file does not predict what the studio predicts: they differ by up to ${difference.toPrecision(3)} ${unit}, more than ${TOLERANCE}.`,
    { hint: 'The file was not kept. Very large raw numbers are the usual cause: scale or ignore such columns.' },
  )
}
