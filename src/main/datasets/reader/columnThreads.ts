import { Worker, parentPort } from 'node:worker_threads'
import { DescentError } from '../../../shared/errors.ts'
import { typeColumn } from './typeColumn.ts'
import type { ColumnJob, ColumnTyper, TypedColumn } from './typeColumn.ts'

interface Waiting {
  job: ColumnJob
  resolve(column: TypedColumn): void
  reject(error: Error): void
}

interface Thread {
  worker: Worker
  current: Waiting | null
}

/**
 * Types columns on threads of the reader process, one column a thread at a time.
 * @param entry a module that calls `serveColumns` when it is not the main thread
 */
export function typeOnThreads(entry: URL, count: number): ColumnTyper {
  const queue: Waiting[] = []
  const threads: Thread[] = Array.from({ length: count }, () => {
    const thread: Thread = { worker: new Worker(entry), current: null }
    thread.worker.on('message', (column: TypedColumn) => {
      thread.current?.resolve(column)
      thread.current = null
      assign(thread)
    })
    thread.worker.on('error', (error: NodeJS.ErrnoException) => {
      const reason = explained(error)
      for (const waiting of [...queue.splice(0), ...threads.map(({ current }) => current)]) waiting?.reject(reason)
    })
    return thread
  })
  const assign = (thread: Thread) => {
    const next = queue.shift()
    if (next === undefined) return
    thread.current = next
    thread.worker.postMessage(next.job)
  }
  return {
    type: (job) =>
      new Promise((resolve, reject) => {
        queue.push({ job, resolve, reject })
        const idle = threads.find(({ current }) => current === null)
        if (idle !== undefined) assign(idle)
      }),
    close: async () => {
      await Promise.all(threads.map(({ worker }) => worker.terminate()))
    },
  }
}

/** The other side, in the thread: answers each column with its typed values, in order. */
export function serveColumns(): void {
  parentPort?.on('message', (job: ColumnJob) => parentPort?.postMessage(typeColumn(job)))
}

function explained(error: NodeJS.ErrnoException): Error {
  if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY') return error
  return new DescentError('out-of-memory', 'A column of the file needs more memory than there is.', {
    hint: 'Close other programs, or split the file or remove columns from it.',
  })
}
