import { createStorage } from '../../src/main/storage/client.ts'
import type { Run } from '../../src/shared/runs.ts'
import { sourceEntries } from './sourceEntries.ts'

export interface StoredRun {
  run: Run
  weights: Float32Array | null
  series: Float64Array
}

/** What a closed project file holds of its runs, and what a check of it finds. */
export async function readStoredRuns(path: string): Promise<{ runs: StoredRun[]; problems: string[] }> {
  const storage = createStorage(sourceEntries.storageWorker)
  try {
    await storage.open('p', path, { readOnly: false })
    const problems = await storage.call('p', 'checkProject', {})
    const runs: StoredRun[] = []
    for (const run of await storage.call('p', 'readRuns', {})) {
      const weights = await storage.call('p', 'readWeights', { run: run.id })
      const series = await storage.call('p', 'readSeries', { run: run.id })
      runs.push({ run, weights, series })
    }
    return { runs, problems }
  } finally {
    await storage.end()
  }
}
