import { basename } from 'node:path'
import type { JobContext } from '../jobs/jobs.ts'
import type { SideStorage } from '../projects/sideStorage.ts'
import type { ComparedRows, CompareRequest } from '../storage/operations.ts'

/** Between two looks at how far a comparison is, in milliseconds. */
const LOOK_EVERY = 100

export interface ComparingContext {
  side: SideStorage
  /** The native addon. */
  addon: URL
  pathOf(project: string): string
}

/**
 * Compares two versions of a table in the thread beside the one that the studio waits for.
 *
 * @param progress is told the share that is done
 */
export async function compareRows(
  { side, addon, pathOf }: ComparingContext,
  project: string,
  request: Pick<CompareRequest, 'before' | 'after' | 'columns' | 'key'>,
  signal: JobContext['signal'],
  progress: (part: number) => void,
): Promise<ComparedRows> {
  const control = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT))
  const cancel = () => void Atomics.store(control, 0, 1)
  if (signal.aborted) cancel()
  signal.addEventListener('abort', cancel, { once: true })
  const look = setInterval(() => progress(Atomics.load(control, 1) / 1000), LOOK_EVERY)
  try {
    const path = pathOf(project)
    return await side.use(path, basename(path), (call) =>
      call('compareDatasets', { ...request, addon: addon.href, control }),
    )
  } finally {
    clearInterval(look)
    signal.removeEventListener('abort', cancel)
  }
}
