import { keptMegabytes, type RunConfig } from '../../shared/training.ts'

/** Statistics hold every number of a batch at once: for more rows than this an epoch would pay many times for them. */
const MOST_BATCH_ROWS = 65_536

/** Whether a run keeps weights and statistics of some of its epochs: where there is space for any, and batches are small enough. */
export function keepsEpochs({ training }: RunConfig, trainRows: number): boolean {
  const batch = Math.min(trainRows, training.batchSize ?? trainRows)
  return keptMegabytes(training) > 0 && batch <= MOST_BATCH_ROWS
}
