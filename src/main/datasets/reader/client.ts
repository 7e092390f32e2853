import { totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { DescentError, fromFailure } from '../../../shared/errors.ts'
import { createPool } from './pool.ts'
import type { Lease, Pool } from './pool.ts'
import type {
  FromReader,
  Handed,
  OnRows,
  ReadSink,
  ReadSummary,
  Reader,
  ReaderTask,
  SpawnReader,
  TaskResult,
} from './types.ts'

export interface ReaderSettings {
  /** The reader process's module. */
  entry: URL
  /** The native addon. */
  addon: URL
  spawn?: SpawnReader
  /** Memory a reader process may take; by default half of the machine's. */
  memoryBytes?: number
  /** How long a file may be without any sign of progress; by default five minutes. */
  silenceSeconds?: number
  /** Processes that may wait for their next file; by default one. */
  mostIdle?: number
}

/** What a call needs beside its task. */
interface Limits {
  addon: string
  memoryBytes: number
  silenceMs: number
}

/** The reader: a process serves one call at a time and is killed when that is cancelled, fails or falls silent. */
export function createReader(settings: ReaderSettings): Reader {
  const memoryBytes = settings.memoryBytes ?? totalmem() / 2
  const pool = createPool(settings.entry, Math.floor(memoryBytes / 1e6), settings.mostIdle ?? 1, settings.spawn)
  const silenceMs = (settings.silenceSeconds ?? 300) * 1000
  const limits = { addon: fileURLToPath(settings.addon), memoryBytes, silenceMs }

  async function ask<T extends TaskResult['type']>(
    wanted: T,
    task: ReaderTask,
    signal?: AbortSignal,
    take: (handed: Handed) => Promise<void> = async () => {},
  ): Promise<Extract<TaskResult, { type: T }>> {
    const result = await perform(pool, limits, task, take, signal)
    if (result.type !== wanted) throw outOfOrder()
    return result as Extract<TaskResult, { type: T }>
  }

  return {
    async inspect(path, fileName, options, signal) {
      const task: ReaderTask = { kind: 'inspect', request: { path, fileName, options } }
      return (await ask('inspected', task, signal)).inspection
    },
    async previewColumn(path, fileName, options, column, columnSettings) {
      const request = { path, fileName, options }
      const task: ReaderTask = { kind: 'previewColumn', request, column, settings: columnSettings }
      return (await ask('previewed', task)).preview
    },
    async read(path, fileName, options, sink, signal) {
      const levels: (Uint8Array | null)[] = []
      const task: ReaderTask = { kind: 'read', request: { path, fileName, options } }
      const { summary } = await ask('readDone', task, signal, (handed) => handToSink(handed, sink, levels))
      return { ...summary, levels }
    },
    async readRows(path, fileName, options, onRows, signal) {
      const task: ReaderTask = { kind: 'rows', request: { path, fileName, options } }
      return (await ask('rowsDone', task, signal, (handed) => handRows(handed, onRows))).summary
    },
    async convert(path, fileName, out, signal) {
      const task: ReaderTask = { kind: 'convert', request: { path, fileName, options: {} }, out }
      return (await ask('converted', task, signal)).converted
    },
    warm: () => pool.warm(),
    close: () => pool.close(),
  }
}

async function handToSink(handed: Handed, sink: ReadSink, levels: ReadSummary['levels']): Promise<void> {
  switch (handed.type) {
    case 'chunk':
      return sink.chunk(handed.chunk)
    case 'origins':
      return sink.origins(handed.chunk, handed.bytes)
    case 'progress':
      sink.progress(handed.fraction, handed.rows)
      return
    case 'levels':
      levels[handed.column] = handed.bytes
      return
    case 'rows':
      throw outOfOrder()
  }
}

async function handRows(handed: Handed, onRows: OnRows): Promise<void> {
  if (handed.type !== 'rows') return
  const { header, rows, columns, fraction } = handed
  await onRows(header, { rows, columns, fraction })
}

function perform(
  pool: Pool,
  { addon, memoryBytes, silenceMs }: Limits,
  task: ReaderTask,
  take: (handed: Handed) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<TaskResult> {
  const { fileName } = task.request
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(cancelled(fileName))
      return
    }
    let chain = Promise.resolve()
    let settled = false
    const settle = (finish: () => void, end: (lease: Lease) => void) => {
      if (settled) return
      settled = true
      clearTimeout(silence)
      signal?.removeEventListener('abort', onAbort)
      end(lease)
      finish()
    }
    const fail = (error: unknown) =>
      settle(
        () => reject(error as Error),
        (used) => used.kill(),
      )
    const onAbort = () => fail(cancelled(fileName))
    signal?.addEventListener('abort', onAbort)
    let silence = setTimeout(() => fail(silent(fileName)), silenceMs)

    const onMessage = (message: FromReader | null) => {
      if (settled) return
      if (message === null || message.type === 'ready') {
        fail(outOfOrder())
        return
      }
      clearTimeout(silence)
      silence = setTimeout(() => fail(silent(fileName)), silenceMs)
      switch (message.type) {
        case 'failed':
          // The file was refused; the process is as good as before, unless it has filled its memory.
          settle(
            () => reject(fromFailure(message.failure)),
            (used) => (message.failure.kind === 'out-of-memory' ? used.kill() : used.giveBack()),
          )
          return
        case 'inspected':
        case 'previewed':
        case 'readDone':
        case 'rowsDone':
        case 'converted':
          chain = chain.then(() =>
            settle(
              () => resolve(message),
              // What a whole file took of memory is given back with the process.
              (used) => (task.kind === 'read' ? used.kill() : used.giveBack()),
            ),
          )
          return
        case 'progress':
          chain = chain.then(() => (settled ? undefined : take(message))).catch(fail)
          return
        case 'chunk':
        case 'origins':
        case 'levels':
        case 'rows':
          chain = chain
            .then(() => (settled ? undefined : take(message)))
            .then(() => (settled ? undefined : lease.send({ type: 'taken', seq: message.seq })))
            .catch(fail)
          return
      }
    }
    const lease = pool.take({
      onMessage,
      onExit({ code, signal: by }) {
        // What was handed over before the process ended is still being taken.
        void chain.then(() => fail(died(fileName, code, by, memoryBytes)))
      },
    })
    lease.send({ type: 'start', task, addon, memoryBytes })
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

/** Killed by the memory watch (SIGKILL) or by V8 or the addon at the end of memory (SIGABRT, 134). */
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
