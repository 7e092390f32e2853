import { totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { DescentError, fromFailure } from '../../../shared/errors.ts'
import { forkReader } from './fork.ts'
import type { FromReader, ReadRequest, ReadSink, ReadSummary, Reader, SpawnReader, ToReader } from './types.ts'

export interface ReaderSettings {
  /** The reader process's module. */
  entry: URL
  /** The native addon. */
  addon: URL
  spawn?: SpawnReader
  /** Memory a reader process may take; by default half of the machine's, at most 8 GB. */
  memoryBytes?: number
  /** How long a file may be without any sign of progress; by default five minutes. */
  silenceSeconds?: number
}

type Task = Extract<ToReader, { type: 'start' }>['task']
type Final = Extract<FromReader, { type: 'inspected' | 'readDone' | 'rowsDone' }>
type Handed = Extract<FromReader, { type: 'chunk' | 'levels' | 'rows' | 'progress' }>

/** The reader: every call starts a process, which is killed when it is cancelled, fails or falls silent. */
export function createReader(settings: ReaderSettings): Reader {
  return {
    async inspect(path, fileName, options, signal) {
      const final = await perform(settings, 'inspect', { path, fileName, options }, async () => {}, signal)
      if (final.type !== 'inspected') throw outOfOrder()
      return final.inspection
    },
    async read(path, fileName, options, sink, signal) {
      const levels: (string[] | null)[] = []
      const take = (message: Handed) => handToSink(message, sink, levels)
      const final = await perform(settings, 'read', { path, fileName, options }, take, signal)
      if (final.type !== 'readDone') throw outOfOrder()
      const summary: ReadSummary = { ...final.summary, levels }
      return summary
    },
    async readRows(path, fileName, options, onRows, signal) {
      const take = async (message: Handed) => {
        if (message.type === 'rows') await onRows(message.header, message.rows, message.fraction, message.hasHeader)
      }
      const final = await perform(settings, 'rows', { path, fileName, options }, take, signal)
      if (final.type !== 'rowsDone') throw outOfOrder()
      return final.summary
    },
  }
}

async function handToSink(message: Handed, sink: ReadSink, levels: (string[] | null)[]): Promise<void> {
  switch (message.type) {
    case 'chunk':
      await sink.chunk(message.chunk)
      return
    case 'progress':
      sink.progress(message.fraction, message.rows)
      return
    case 'levels':
      levels[message.column] = message.levels
      return
    case 'rows':
      throw outOfOrder()
  }
}

function perform(
  settings: ReaderSettings,
  task: Task,
  request: ReadRequest,
  take: (message: Handed) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<Final> {
  const memoryBytes = settings.memoryBytes ?? Math.min(totalmem() / 2, 8e9)
  const silenceMs = (settings.silenceSeconds ?? 300) * 1000
  const { fileName } = request
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(cancelled(fileName))
      return
    }
    const child = (settings.spawn ?? forkReader)(settings.entry, { heapMegabytes: Math.floor(memoryBytes / 1e6) })
    let expected = 0
    let chain = Promise.resolve()
    let settled = false
    const settle = (finish: () => void) => {
      if (settled) return
      settled = true
      clearTimeout(silence)
      signal?.removeEventListener('abort', onAbort)
      child.kill()
      finish()
    }
    const fail = (error: unknown) => settle(() => reject(error as Error))
    const onAbort = () => fail(cancelled(fileName))
    signal?.addEventListener('abort', onAbort)
    let silence = setTimeout(() => fail(silent(fileName)), silenceMs)

    child.onExit(({ code, signal: by }) => {
      // What was handed over before the process ended is still being taken.
      void chain.then(() => fail(died(fileName, code, by, memoryBytes)))
    })
    child.onMessage((message) => {
      if (settled) return
      if (message.seq !== expected++) {
        fail(outOfOrder())
        return
      }
      clearTimeout(silence)
      silence = setTimeout(() => fail(silent(fileName)), silenceMs)
      switch (message.type) {
        case 'ready':
          child.send({ type: 'start', task, request, addon: fileURLToPath(settings.addon), memoryBytes })
          return
        case 'failed':
          fail(fromFailure(message.failure))
          return
        case 'inspected':
        case 'readDone':
        case 'rowsDone':
          chain = chain.then(() => settle(() => resolve(message)))
          return
        case 'progress':
        case 'chunk':
        case 'levels':
        case 'rows':
          chain = chain
            .then(() => (settled ? undefined : take(message)))
            .then(() => child.send({ type: 'taken', seq: message.seq }))
            .catch(fail)
          return
      }
    })
  })
}

function cancelled(fileName: string): DescentError {
  return new DescentError('cancelled', `Reading “${fileName}” was cancelled.`)
}

function silent(fileName: string): DescentError {
  return new DescentError('unusable-input', `Reading “${fileName}” made no progress for minutes and was ended.`, {
    hint: 'The file may be damaged, or lie on a disk that no longer answers. Copy it to this machine and try again.',
    where: { file: fileName },
  })
}

/** Killed by the memory watch (SIGKILL) or by V8 at its heap's limit (SIGABRT, 134). */
function died(fileName: string, code: number | null, by: string | null, memoryBytes: number): DescentError {
  if (by === 'SIGKILL' || by === 'SIGABRT' || code === 134 || code === 137) {
    const limit = memoryBytes >= 1e9 ? `${(memoryBytes / 1e9).toFixed(1)} GB` : `${Math.round(memoryBytes / 1e6)} MB`
    return new DescentError('out-of-memory', `“${fileName}” needs more than ${limit} of memory to be read.`, {
      hint: 'Close other programs, or split the file or remove columns from it.',
      where: { file: fileName },
    })
  }
  return new DescentError('unusable-input', `The process that reads “${fileName}” ended unexpectedly.`, {
    hint: 'The file may be damaged. Open it in its own program and save it again as CSV or xlsx.',
    where: { file: fileName },
  })
}

function outOfOrder(): DescentError {
  return new DescentError('internal', 'The reader process answered out of order.')
}
