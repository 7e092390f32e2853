import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ComputeClient } from '../../../src/main/compute/client.ts'
import { createEvents } from '../../../src/main/events/events.ts'
import { createExportsService } from '../../../src/main/exports/service.ts'
import type { ExportsContext } from '../../../src/main/exports/service.ts'
import { createArtifactRegistry } from '../../../src/main/files/registries.ts'
import { createJobs } from '../../../src/main/jobs/jobs.ts'
import { temporaryFolder } from '../../support/folder.ts'

/** The service with a compute thread that finds a given difference on the rows it is asked to compare. */
async function exportDiffering(largestDifference: number, task: 'regression' | 'classification') {
  const artifacts = createArtifactRegistry(await temporaryFolder())
  const jobs = createJobs(createEvents())
  const written: string[] = []
  const asked: Uint32Array[] = []
  const compute = {
    ask: (operation: string, input: { path: string; rows: Uint32Array }) => {
      if (operation === 'writeExport') {
        written.push(input.path)
        writeFileSync(input.path, 'a model')
        return Promise.resolve(null)
      }
      asked.push(input.rows)
      return Promise.resolve({ runner: 'a runner', runtime: null, rows: input.rows.length, largestDifference })
    },
  }
  const rows = {
    train: Uint32Array.of(0, 1),
    validation: Uint32Array.of(2),
    test: Uint32Array.from({ length: 30_000 }, (_, i) => i + 3),
  }
  const context = {
    storage: {
      readFitted: () => Promise.resolve({ rawInputs: [], inputs: [], target: { task: 'regression' } }),
      readWeights: () => Promise.resolve(new Float32Array(1)),
      getDataset: () => Promise.resolve({ source: { sha256: '0' } }),
    },
    runs: {
      get: () =>
        Promise.resolve({
          id: 'r',
          name: 'Run 1',
          target: 'y',
          task,
          metrics: null,
          config: { network: { hidden: [] }, training: {} },
        }),
    },
    compute: compute as unknown as ComputeClient,
    preparer: { prepare: () => Promise.resolve({ table: { rows: 0, columns: [] }, data: { rows } }) },
    artifacts,
    jobs,
  } as unknown as ExportsContext
  const { handlers } = createExportsService(context)
  const report = handlers['exports.create']({ project: 'p', run: 'r', job: 'j', format: 'onnx' })
  return { report, written, asked, jobs }
}

test('an export that predicts the same is handed over with its proof, on at most 10,000 test rows', async () => {
  const { report, asked } = await exportDiffering(1e-4, 'regression')
  expect(await report).toMatchObject({
    fileName: 'Run 1 y.onnx',
    sizeBytes: 7,
    check: { split: 'test', rows: 10_000, largestDifference: 1e-4, tolerance: 1e-4, unit: 'targetStd' },
  })
  expect(asked[0]?.[0]).toBe(3)
  expect(asked[0]?.at(-1)).toBe(30_000)
})

test.each([1.01e-4, NaN, Infinity])('a difference of %s blocks the export and leaves no file', async (difference) => {
  const { report, written, jobs } = await exportDiffering(difference, 'classification')
  await expect(report).rejects.toMatchObject({ kind: 'export-mismatch' })
  expect(written).toHaveLength(1)
  expect(written.filter((path) => existsSync(join(path)))).toEqual([])
  expect(jobs.list()).toMatchObject([{ id: 'j', state: 'failed' }])
})
