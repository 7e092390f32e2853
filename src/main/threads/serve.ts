import { parentPort, workerData } from 'node:worker_threads'
import type { Transferable } from 'node:worker_threads'
import { toFailure } from '../../shared/errors.ts'
import { Transferred } from './messages.ts'
import type { Operations, RequestMessage, ThreadMessage } from './messages.ts'
import type { ThreadStart } from './unbroken.ts'

type Answer<T> = T | Transferred<T> | Promise<T | Transferred<T>>

export type OperationHandlers<O extends Operations> = {
  [K in keyof O & string]: (input: O[K]['input']) => Answer<O[K]['output']>
}

/**
 * Answers questions on this worker thread's port. `build` gets the thread's data and a function that sends notices.
 */
export function serveThread<O extends Operations, Notice, Data>(
  build: (data: Data, notify: (notice: Notice, transfer?: Transferable[]) => void) => OperationHandlers<O>,
): void {
  const port = parentPort
  if (port === null) throw new Error('This module runs in a worker thread.')
  const post = (message: ThreadMessage<O, Notice>, transfer: Transferable[] = []) => port.postMessage(message, transfer)
  const { data } = workerData as ThreadStart<Data>
  const handlers = build(data, (notice, transfer) => post({ type: 'notice', notice }, transfer))

  port.on('message', (message: RequestMessage<O>) => {
    const { sequence, operation } = message
    Promise.resolve()
      .then(() => handlers[operation](message.input))
      .then(
        (answer) => {
          if (answer instanceof Transferred) {
            post({ type: 'reply', sequence, ok: true, value: answer.value }, answer.transfer)
          } else {
            post({ type: 'reply', sequence, ok: true, value: answer })
          }
        },
        (error: unknown) => post({ type: 'reply', sequence, ok: false, failure: threadFailure(error) }),
      )
  })
}

/** As `toFailure`, and DESCENT_DEBUG shows the cause of what is unexpected on standard error. */
function threadFailure(error: unknown) {
  const failure = toFailure(error)
  if (failure.kind === 'internal' && process.env['DESCENT_DEBUG'] !== undefined) console.error(error)
  return failure
}
