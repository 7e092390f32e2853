import { setTimeout as sleep } from 'node:timers/promises'
import type { Transferable } from 'node:worker_threads'
import { z } from 'zod'
import { DescentError, toFailure } from '../../shared/errors.ts'
import { madeChangeSchema, outsideStopSchema } from '../../shared/training.ts'
import { serveThread } from '../threads/serve.ts'
import { engineFailure, loadEngine } from './native.ts'
import type { Engine, JobStatus, TrainingJob } from './native.ts'
import type { RateTest } from './rates.ts'
import type { KeptEpoch, StartTraining, TrainingNotice, TrainingOperations, TrainingState } from './protocol.ts'

interface ActiveRun {
  job: TrainingJob
  length: number
  checkpointId: number
  keep: boolean
  /** Steps of every epoch; null once a change of the batch size makes them differ. */
  stepsPerEpoch: number | null
  /** 0: none since the job's start. */
  lastKept: number
}

serveThread<TrainingOperations, TrainingNotice, { addon: string }>(({ addon }, notify) => {
  let engine: Engine | null = null
  const active = new Map<string, ActiveRun>()
  const rateTests = new Map<string, RateTest>()

  const native = () => (engine ??= loadEngine(new URL(addon)))

  const find = (run: string): ActiveRun => {
    const found = active.get(run)
    if (found === undefined) throw new DescentError('not-found', 'This run is not training.')
    return found
  }

  const report = (run: string) => {
    const entry = active.get(run)
    if (entry === undefined) return
    try {
      send(run, entry)
    } catch (error) {
      active.delete(run)
      notify({
        run,
        state: failedState(error),
        records: new Float64Array(0),
        metrics: new Float64Array(0),
        changes: [],
        kept: [],
        checkpoint: null,
        weights: null,
      })
    }
  }

  const send = (run: string, entry: ActiveRun) => {
    const status = entry.job.poll()
    const ended = status.state === 'finished' || status.state === 'failed'
    const transfer: Transferable[] = []
    const records = Float64Array.from(status.records)
    const metrics = Float64Array.from(status.metrics)
    transfer.push(records.buffer, metrics.buffer)

    const changes = status.changes === null ? [] : z.array(madeChangeSchema).parse(JSON.parse(status.changes))
    if (changes.some(({ batchSize }) => batchSize !== undefined)) entry.stepsPerEpoch = null

    const kept: KeptEpoch[] = status.kept.map(({ epoch, statistics }) => {
      const weights = new Float32Array(entry.length)
      entry.job.takeKept(epoch, weights)
      return { epoch, weights, statistics }
    })
    entry.lastKept = kept.at(-1)?.epoch ?? entry.lastKept
    if (entry.keep && status.epoch !== entry.lastKept && endsWithEpoch(status, entry.stepsPerEpoch)) {
      const weights = new Float32Array(entry.length)
      entry.job.readWeights('last', weights)
      kept.push({ epoch: status.epoch, weights, statistics: null })
    }
    transfer.push(...kept.map(({ weights }) => weights.buffer))

    let checkpoint: Uint8Array<ArrayBuffer> | null = null
    if (status.checkpointId !== entry.checkpointId) {
      entry.checkpointId = status.checkpointId
      checkpoint = readCheckpoint(entry.job)
      transfer.push(checkpoint.buffer)
    }
    let weights: Float32Array<ArrayBuffer> | null = null
    if (status.state === 'finished' || (status.state === 'failed' && status.bestEpoch > 0)) {
      weights = new Float32Array(entry.length)
      entry.job.readWeights('best', weights)
      transfer.push(weights.buffer)
    }
    if (ended) active.delete(run)
    notify({ run, state: stateOf(status), records, metrics, changes, kept, checkpoint, weights }, transfer)
  }

  const start = ({ run, spec, length, data, checkpoint, initialWeights, extendTo, keep }: StartTraining): null => {
    if (active.has(run)) throw new DescentError('busy', 'This run is training already.')
    const options = {
      keep,
      ...(initialWeights === null ? {} : { initialWeights }),
      ...(extendTo === null ? {} : { extendTo }),
    }
    const job = native().startTraining(spec, data, checkpoint, () => report(run), options)
    const stepsPerEpoch = changesBatches(spec) ? null : stepsOf(spec, data)
    active.set(run, { job, length, checkpointId: 0, keep, stepsPerEpoch, lastKept: 0 })
    return null
  }

  const measure = async ({ spec, data, seconds }: TrainingOperations['measure']['input']): Promise<number | null> => {
    if (active.size > 0) return null
    const rows = data.trainTargets.length
    if (rows === 0) return null
    const job = native().startTraining(spec, data, null, () => {})
    const before = performance.now()
    let status = job.poll()
    while (status.state === 'running' && performance.now() - before < seconds * 1000) {
      await sleep(20)
      status = job.poll()
    }
    job.stop()
    const elapsed = (performance.now() - before) / 1000
    const stepsPerEpoch = stepsOf(spec, data)
    return status.step > 0 ? (elapsed / status.step) * stepsPerEpoch : null
  }

  const testRates = async ({ id, spec, data, from, to, steps }: TrainingOperations['testRates']['input']) => {
    const test = native().createRateTest()
    rateTests.set(id, test)
    try {
      return await test.run(spec, data, from, to, steps)
    } finally {
      rateTests.delete(id)
    }
  }

  return {
    info: () => native().engineInfo(),
    size: ({ spec, trainRows, validationRows }) => ({
      parameters: native().parameterCount(spec),
      length: native().weightsLength(spec),
      memoryBytes: native().estimateMemoryBytes(spec, trainRows, validationRows),
    }),
    start,
    pause: (run) => {
      find(run).job.pause()
      return null
    },
    resume: (run) => {
      find(run).job.resume()
      return null
    },
    change: ({ run, change }) => {
      find(run).job.change(JSON.stringify({ ...change, step: 0 }))
      return null
    },
    weights: (run) => {
      const entry = active.get(run)
      if (entry === undefined) return null
      const weights = new Float32Array(entry.length)
      entry.job.readWeights('last', weights)
      return weights
    },
    stop: (run) => {
      find(run).job.stop()
      return null
    },
    testRates,
    ratesTested: (id) => rateTests.get(id)?.steps() ?? 0,
    stopRates: (id) => {
      rateTests.get(id)?.stop()
      return null
    },
    measure,
  }
})

/** Room for a checkpoint that became a little longer meanwhile. */
const SLACK = 256

function readCheckpoint(job: TrainingJob): Uint8Array<ArrayBuffer> {
  for (;;) {
    const length = job.checkpointBytes()
    const bytes = new Uint8Array(length + SLACK)
    job.readCheckpoint(bytes)
    // Another length means that a newer one came between: that one is read then.
    if (job.checkpointBytes() === length) return bytes.slice(0, length)
  }
}

function stateOf(status: JobStatus): TrainingState {
  const { error } = status
  return {
    state: status.state,
    epoch: status.epoch,
    step: status.step,
    bestEpoch: status.bestEpoch > 0 ? status.bestEpoch : null,
    bestLoss: finite(status.bestLoss),
    lastTrainLoss: finite(status.lastTrainLoss),
    lastValidationLoss: finite(status.lastValidLoss),
    stopReason: status.stopReason,
    failure: error === null ? null : toFailure(engineFailure(error.kind, error.message)),
  }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

function failedState(error: unknown): TrainingState {
  return {
    state: 'failed',
    epoch: 0,
    step: 0,
    bestEpoch: null,
    bestLoss: null,
    lastTrainLoss: null,
    lastValidationLoss: null,
    stopReason: null,
    failure: toFailure(error),
  }
}

/** Whether a run has ended with its last epoch, not amid the next one: its last weights are that epoch's then. */
function endsWithEpoch({ state, stopReason, epoch, step }: JobStatus, stepsPerEpoch: number | null): boolean {
  if (state !== 'finished' || epoch === 0) return false
  return outsideStopSchema.safeParse(stopReason).success ? step === epoch * (stepsPerEpoch ?? NaN) : true
}

/** Whether a description tells of changes of the batch size. */
function changesBatches(spec: string): boolean {
  const { changes } = z.object({ changes: z.array(madeChangeSchema).optional() }).parse(JSON.parse(spec))
  return changes?.some(({ batchSize }) => batchSize !== undefined) === true
}

function stepsOf(spec: string, data: StartTraining['data']): number {
  const { inputs, batchSize } = JSON.parse(spec) as { inputs: number; batchSize: number | null }
  const rows = data.trainInputs.length / inputs
  return batchSize === null ? 1 : Math.ceil(rows / batchSize)
}
