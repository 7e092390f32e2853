import { Worker } from 'node:worker_threads'
import { DescentError, fromFailure } from '../../shared/errors.ts'
import type { OperationInput, OperationName, OperationOutput } from './operations.ts'
import type { OpenOptions, StorageReply, StorageRequest } from './protocol.ts'

/** The storage thread seen from the main thread. Projects are named by an id that the caller chooses. */
export interface Storage {
  /** Opens a project file; its errors are those of `openProjectFile` in connection.ts. */
  open(project: string, path: string, options: OpenOptions): Promise<void>
  /** Forgets what was removed and leaves one complete file. */
  close(project: string): Promise<void>
  /** `transfer`: buffers of the input that the caller gives away instead of having them copied. */
  call<N extends OperationName>(
    project: string,
    operation: N,
    input: OperationInput<N>,
    transfer?: ArrayBuffer[],
  ): Promise<OperationOutput<N>>
  /** Closes every project and ends the thread. */
  end(): Promise<void>
}

interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
}

/**
 * Starts a storage thread. `entry` is the worker's file. If the thread dies, everything that waits and everything
 * asked later fails with kind `internal`; what was stored before is safe.
 */
export function createStorage(entry: URL): Storage {
  const worker = new Worker(entry)
  const waiting = new Map<number, Waiting>()
  let nextSeq = 1
  let ended: DescentError | null = null

  function fail(): void {
    ended ??= new DescentError('internal', 'The part of Descent that reads and writes project files has stopped.', {
      hint: 'Start Descent again. What was saved is safe.',
    })
    for (const { reject } of waiting.values()) reject(ended)
    waiting.clear()
  }
  worker.on('error', fail)
  worker.on('exit', fail)
  worker.on('message', (reply: StorageReply) => {
    const asked = waiting.get(reply.seq)
    if (asked === undefined) return
    waiting.delete(reply.seq)
    if (reply.ok) asked.resolve(reply.value)
    else asked.reject(fromFailure(reply.failure))
  })

  function send(build: (seq: number) => StorageRequest, transfer: ArrayBuffer[] = []): Promise<unknown> {
    if (ended !== null) return Promise.reject(ended)
    const seq = nextSeq++
    return new Promise((resolve, reject) => {
      waiting.set(seq, { resolve, reject })
      worker.postMessage(build(seq), transfer)
    })
  }

  return {
    async open(project, path, options) {
      await send((seq) => ({ kind: 'open', seq, project, path, options }))
    },
    async close(project) {
      await send((seq) => ({ kind: 'close', seq, project }))
    },
    async call<N extends OperationName>(
      project: string,
      operation: N,
      input: OperationInput<N>,
      transfer?: ArrayBuffer[],
    ) {
      // The union of calls is a mapped type: TypeScript cannot see that `operation` and `input` belong together.
      const request = { kind: 'call', project, operation, input }
      const value = await send((seq) => ({ ...request, seq }) as StorageRequest, transfer)
      return value as OperationOutput<N>
    },
    async end() {
      if (ended !== null) return
      await send((seq) => ({ kind: 'end', seq }))
      await worker.terminate()
    },
  }
}
