import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { DescentError, toFailure } from '../../../shared/errors.ts'
import { loadReaders, readerFailure } from '../native.ts'
import { endedEarly, perform } from './tasks.ts'
import type { FromReader, Handed, ReaderTask, TaskResult, ToReader } from './types.ts'

/**
 * The reader process: reads foreign files, one after the other. It runs under child_process.fork or Electron's
 * utilityProcess and may be killed at any moment; it writes nothing but what it is asked to convert.
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
let watched = false

function tell(answer: Answer): number {
  const seq = nextSeq++
  const message = { ...answer, seq } as FromReader
  if (parentPort === undefined) process.send?.(message)
  else parentPort.postMessage(message)
  return seq
}

// A few messages may be under way, so that neither side waits for the other at every one.
const underWay = 8

async function deliver(handed: Handed): Promise<void> {
  const seq = tell(handed)
  if (handed.type === 'progress') return
  const taken = new Promise<void>((resolve) => waiting.set(seq, resolve))
  if (waiting.size >= underWay) await taken
}

/** Waits until everything delivered was taken. */
async function drained(): Promise<void> {
  while (waiting.size > 0) await new Promise((resolve) => setTimeout(resolve, 1))
}

/** Foreign files can make native code grow without bound, and only a thread of its own can still notice. */
function watchMemory(limitBytes: number): void {
  if (watched) return
  watched = true
  const watch = `
    const { workerData } = require('node:worker_threads')
    setInterval(() => {
      if (process.memoryUsage.rss() > workerData) process.kill(process.pid, 'SIGKILL')
    }, 100)`
  new Worker(watch, { eval: true, workerData: limitBytes }).unref()
}

async function begin(task: ReaderTask, addon: URL, memoryBytes: number): Promise<TaskResult> {
  // So that a file is refused, with what it would need, before the watch has to end the process.
  loadReaders(addon).limitMemory(memoryBytes * 0.9)
  return perform(task, addon, deliver)
}

function receive(message: ToReader): void {
  if (message.type === 'taken') {
    waiting.get(message.seq)?.()
    waiting.delete(message.seq)
    return
  }
  watchMemory(message.memoryBytes)
  const { task, addon } = message
  begin(task, pathToFileURL(addon), message.memoryBytes)
    .then(async (result) => {
      await drained()
      tell(result)
    })
    .catch((error: unknown) => {
      // Nobody takes what was handed over before.
      waiting.clear()
      const { fileName } = task.request
      const failed = readerFailure(error, fileName)
      tell({ type: 'failed', failure: toFailure(failed instanceof DescentError ? failed : endedEarly(fileName)) })
    })
}

if (parentPort === undefined) {
  process.on('message', receive)
  // Nobody is left to take anything. An orderly end would wait for what the addon is at, which can be minutes of a workbook.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
} else {
  parentPort.on('message', (event) => receive(event.data as ToReader))
}
tell({ type: 'ready' })
