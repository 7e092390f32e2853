import { availableParallelism } from 'node:os'
import { Worker, isMainThread } from 'node:worker_threads'
import { DescentError, toFailure } from '../../../shared/errors.ts'
import { inspectTask, readTask, rowsTask } from './tasks.ts'
import type { Delivery } from './tasks.ts'
import { serveColumns, typeOnThreads } from './columnThreads.ts'
import { typeHere } from './typeColumn.ts'
import type { FromReader, ToReader } from './types.ts'

/**
 * The reader process: reads one foreign file and ends. It runs under child_process.fork or Electron's utilityProcess
 * and may be killed at any moment; it writes nothing.
 */

type Unnumbered<T> = T extends FromReader ? Omit<T, 'seq'> : never
type Answer = Unnumbered<FromReader>

interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
}

const parentPort = (process as unknown as { parentPort?: ParentPort }).parentPort
const waiting = new Map<number, () => void>()
let nextSeq = 0

function tell(answer: Answer): number {
  const seq = nextSeq++
  const message = { ...answer, seq } as FromReader
  if (parentPort === undefined) process.send?.(message)
  else parentPort.postMessage(message)
  return seq
}

// A few messages may be under way, so that neither side waits for the other at every one.
const underWay = 8

async function deliver(answer: Answer): Promise<void> {
  const seq = tell(answer)
  const taken = new Promise<void>((resolve) => waiting.set(seq, resolve))
  if (waiting.size >= underWay) await taken
}

/** Waits until everything delivered was taken. */
async function drained(): Promise<void> {
  while (waiting.size > 0) await new Promise((resolve) => setTimeout(resolve, 1))
}

const delivery: Delivery = {
  progress: (fraction, rows) => void tell({ type: 'progress', fraction, rows }),
  chunk: (chunk) => deliver({ type: 'chunk', chunk }),
  levels: (column, levels) => deliver({ type: 'levels', column, levels }),
  rows: (header, rows, fraction, hasHeader) => deliver({ type: 'rows', header, rows, fraction, hasHeader }),
}

// Below it, starting threads takes longer than typing the columns.
const cellsWorthThreads = 500_000

function typerFor(cells: number) {
  const threads = Math.min(4, availableParallelism())
  return cells < cellsWorthThreads || threads < 2 ? typeHere : typeOnThreads(new URL(import.meta.url), threads)
}

async function run({ task, request, addon }: Extract<ToReader, { type: 'start' }>): Promise<Answer> {
  switch (task) {
    case 'inspect':
      return { type: 'inspected', inspection: await inspectTask(request, addon) }
    case 'read':
      return { type: 'readDone', summary: await readTask(request, addon, delivery, typerFor) }
    case 'rows':
      return { type: 'rowsDone', summary: await rowsTask(request, addon, delivery) }
  }
}

/** Foreign files can make native code grow without bound, and only a thread of its own can still notice. */
function watchMemory(limitBytes: number): void {
  const watch = `
    const { workerData } = require('node:worker_threads')
    setInterval(() => {
      if (process.memoryUsage.rss() > workerData) process.kill(process.pid, 'SIGKILL')
    }, 100)`
  new Worker(watch, { eval: true, workerData: limitBytes }).unref()
}

function receive(message: ToReader): void {
  if (message.type === 'taken') {
    waiting.get(message.seq)?.()
    waiting.delete(message.seq)
    return
  }
  watchMemory(message.memoryBytes)
  const { fileName } = message.request
  run(message)
    .then(async (answer) => {
      await drained()
      tell(answer)
    })
    .catch((error: unknown) => tell({ type: 'failed', failure: toFailure(explained(error, fileName)) }))
}

function explained(error: unknown, fileName: string): unknown {
  if (error instanceof DescentError) return error
  return new DescentError('unusable-input', `“${fileName}” could not be read to its end.`, {
    hint: 'It may have changed or been removed while it was read. Try again.',
    where: { file: fileName },
  })
}

if (!isMainThread) {
  serveColumns()
} else if (parentPort === undefined) {
  process.on('message', receive)
  process.on('disconnect', () => process.exit(0))
  tell({ type: 'ready' })
} else {
  parentPort.on('message', (event) => receive(event.data as ToReader))
  tell({ type: 'ready' })
}
