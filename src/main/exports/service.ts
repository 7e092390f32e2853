import { rm, stat } from 'node:fs/promises'
import type { Handlers } from '../../shared/contract.ts'
import { exportExtensions, type ExportFormat, type ExportRefusal } from '../../shared/exports.ts'
import type { ArtifactRegistry } from '../application.ts'
import type { ComputeClient } from '../compute/client.ts'
import type { PreparedData } from '../compute/protocol.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { RunCopies } from '../projects/runCopies.ts'
import { loadModel } from '../runs/models.ts'
import type { RunStorage } from '../runs/ports.ts'
import type { DataPreparer } from '../runs/preparer.ts'
import type { RunsService } from '../runs/service.ts'
import { version } from '../version.ts'
import { checkExport } from './check.ts'

const CHECKED_ROWS = 10_000
/** A workbook is checked by the test rows that it carries. */
const WORKBOOK_ROWS = 20

export interface ExportsContext {
  storage: RunStorage
  runs: Pick<RunsService, 'get'>
  compute: ComputeClient
  preparer: DataPreparer
  artifacts: ArtifactRegistry
  jobs: Jobs
  copies: RunCopies
}

export function createExportsService(context: ExportsContext): {
  handlers: Pick<Handlers, 'exports.create' | 'exports.refusals'>
} {
  const { storage, runs, compute, preparer, artifacts, jobs, copies } = context
  /** By run: what cannot be said of a model that has ended stays so. */
  const refusals = new Map<string, ExportRefusal[]>()
  return {
    handlers: {
      'exports.refusals': async ({ project, run: id }) => {
        const known = refusals.get(id)
        if (known !== undefined) return known
        const run = await runs.get(project, id)
        const found = await compute.ask('exportRefusals', { model: await loadModel(storage, project, run) })
        if (run.state === 'finished') refusals.set(id, found)
        return found
      },
      'exports.create': async ({ project, run: id, job, format }) => {
        const run = await runs.get(project, id)
        const model = await loadModel(storage, project, run)
        const dataset = await storage.getDataset(project, run.dataset)
        const artifact = artifacts.create(`${run.name} ${run.target}${exportExtensions[format]}`)
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
            const { split, rows } = heldOut(data, format)
            const checked = { table, rows }
            const { path } = artifact
            if (format === 'descent') await copies.write(project, run.id, path)
            else await compute.ask('writeExport', { format, path, model, provenance, ...checked }, { signal })
            signal.throwIfAborted()
            progress(0.5, 'Running the file and comparing')
            const check = await checkExport(context, { format, path, run: run.id, model, checked, split, signal })
            const { size } = await stat(path)
            return { artifact: artifact.artifact, format, fileName: artifact.fileName, sizeBytes: size, check }
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
function heldOut(
  { rows }: PreparedData,
  format: ExportFormat,
): { split: 'test' | 'validation' | 'train'; rows: Uint32Array } {
  const split = rows.test.length > 0 ? 'test' : rows.validation.length > 0 ? 'validation' : 'train'
  const all = rows[split]
  const count = Math.min(all.length, format === 'excel' ? WORKBOOK_ROWS : CHECKED_ROWS)
  return { split, rows: Uint32Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)] ?? 0) }
}
