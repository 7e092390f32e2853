import { workerData } from 'node:worker_threads'

/** What one number of shared memory says of a thread. */
const free = 0
const busy = 1
const ending = 2

/** What a thread is started with; `state` is shared with the one who started it. */
export interface ThreadStart<Data> {
  data: Data
  state: SharedArrayBuffer
}

export function newThreadState(): SharedArrayBuffer {
  return new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
}

/**
 * Asks a thread to end. True: it ends by itself once its `unbroken` work is done. False: it does none and begins none
 * any more, so that it may be terminated at once.
 */
export function endsByItself(state: SharedArrayBuffer): boolean {
  return Atomics.exchange(new Int32Array(state), 0, ending) === busy
}

const shared = sharedState(workerData)
let depth = 0

/**
 * Work that a thread does to its end even where it is ended meanwhile. An addon made with node-addon-api takes the whole
 * program with it when its thread is terminated during one of its calls: it throws an exception that nobody can catch,
 * or reads what is not there. Outside of a thread the work is simply done.
 */
export async function unbroken<T>(work: () => Promise<T>): Promise<T> {
  if (shared === null) return work()
  if (depth === 0 && Atomics.compareExchange(shared, 0, free, busy) === ending) {
    // About to be terminated: nothing may be begun, and nobody waits for an answer.
    return new Promise<never>(() => {})
  }
  depth++
  try {
    return await work()
  } finally {
    depth--
    // In a thread this ends the thread alone.
    if (depth === 0 && Atomics.compareExchange(shared, 0, busy, free) === ending) process.exit()
  }
}

function sharedState(start: unknown): Int32Array<SharedArrayBuffer> | null {
  if (typeof start !== 'object' || start === null || !('state' in start)) return null
  return start.state instanceof SharedArrayBuffer ? new Int32Array(start.state) : null
}
