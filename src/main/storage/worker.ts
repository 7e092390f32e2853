import { parentPort } from 'node:worker_threads'
import { DescentError, toFailure } from '../../shared/errors.ts'
import { openProjectFile, type Connection } from './connection.ts'
import { storageFailure } from './failures.ts'
import { perform } from './perform.ts'
import type { StorageReply, StorageRequest } from './protocol.ts'

/** The storage thread: the only place that touches SQLite. Requests are served one after the other. */

if (parentPort === null) throw new Error('The storage worker must be started as a worker thread.')
const port = parentPort
const connections = new Map<string, Connection>()

function serve(request: StorageRequest): unknown {
  switch (request.kind) {
    case 'open':
      if (connections.has(request.project)) throw new Error(`The project ${request.project} is open already.`)
      connections.set(request.project, openProjectFile(request.path, request.options))
      return undefined
    case 'close':
      close(request.project)
      return undefined
    case 'end':
      for (const project of connections.keys()) close(project)
      return undefined
    case 'call': {
      const connection = connections.get(request.project)
      if (connection === undefined) {
        throw new DescentError('not-found', 'This project is not open.', { hint: 'Open it again.' })
      }
      try {
        return perform(connection, request.operation, request.input)
      } catch (error) {
        throw storageFailure(error, connection.fileName)
      }
    }
  }
}

function close(project: string): void {
  const connection = connections.get(project)
  connections.delete(project)
  connection?.close()
}

/** Memory that may be given away: bytes that fill a buffer of their own. */
function transferables(value: unknown, found: ArrayBuffer[] = []): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength) found.push(value.buffer)
  } else if (Array.isArray(value)) {
    // Lists of texts are long and hold no memory to give away.
    if (typeof value[0] === 'object') for (const item of value) transferables(item, found)
  } else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) transferables(item, found)
  }
  return found
}

port.on('message', (request: StorageRequest) => {
  const { seq } = request
  try {
    const value = serve(request) as Extract<StorageReply, { ok: true }>['value']
    port.postMessage({ seq, ok: true, value } satisfies StorageReply, transferables(value))
  } catch (error) {
    const failure = toFailure(error)
    // What a person must not read is still worth a line for who looks for the fault.
    if (failure.kind === 'internal' && process.env['DESCENT_DEBUG'] !== undefined) console.error(error)
    port.postMessage({ seq, ok: false, failure } satisfies StorageReply)
  }
})
