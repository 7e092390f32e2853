import { describe, expect, it } from 'vitest'
import { loadEngine, type TrainingData } from '../../../src/main/training/native.ts'
import { sourceEntries } from '../../support/sourceEntries.ts'
import { blobs, classifier } from './fixtures.ts'
import { RECORD_FIELDS } from '../../../src/core/series/curveReaders.ts'

const engine = loadEngine(sourceEntries.addon)

/** Polls until the job is over and returns its last status with the records of all polls. */
async function finished(job: ReturnType<typeof engine.startTraining>) {
  const records: number[] = []
  for (;;) {
    const status = job.poll()
    records.push(...status.records)
    if (status.state === 'finished' || status.state === 'failed') return { ...status, records }
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

function parametersOf(which: 'best' | 'last', job: ReturnType<typeof engine.startTraining>): Float32Array {
  const weights = new Float32Array(engine.parameterCount(classifier()))
  job.readWeights(which, weights)
  return weights
}

describe('the native engine', () => {
  it('says its version and the instructions that it uses', () => {
    expect(engine.engineInfo()).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      kernel: expect.stringMatching(/^(avx512|avx2|neon|portable)$/),
    })
  })

  it('counts parameters and the memory of a run', () => {
    expect(engine.parameterCount(classifier())).toBe(2 * 8 + 8 + (8 * 3 + 3))
    const few = engine.estimateMemoryBytes(classifier(), 100, 10)
    expect(few).toBeGreaterThan(0)
    expect(engine.estimateMemoryBytes(classifier({ batchSize: null }), 100_000, 10)).toBeGreaterThan(few)
  })

  it('trains on shared memory, and tells every epoch once, in order', async () => {
    let woken = 0
    const job = engine.startTraining(classifier({ epochs: 30 }), blobs(), null, () => woken++)
    const status = await finished(job)
    expect(status).toMatchObject({ state: 'finished', epoch: 30, stopReason: 'epochs', error: null })
    const epochs = status.records.filter((_, index) => index % RECORD_FIELDS === 0)
    expect(epochs).toEqual(Array.from({ length: 30 }, (_, index) => index + 1))
    const losses = status.records.filter((_, index) => index % RECORD_FIELDS === 2)
    expect(losses.at(-1)).toBeLessThan(losses[0]!)
    expect(Math.min(...losses)).toBe(status.bestLoss)
    await expect.poll(() => woken).toBeGreaterThan(0)
  })

  it('predicts probabilities that add up, with the weights it was trained to', async () => {
    const data = blobs()
    const job = engine.startTraining(classifier({ epochs: 60 }), data, null, () => {})
    await finished(job)
    const outputs = new Float32Array(data.trainTargets.length * 3)
    engine.predict(classifier(), parametersOf('best', job), data.trainInputs, outputs)
    let right = 0
    data.trainTargets.forEach((target, row) => {
      const probabilities = outputs.subarray(row * 3, row * 3 + 3)
      expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5)
      if (probabilities.indexOf(Math.max(...probabilities)) === target) right++
    })
    expect(right / data.trainTargets.length).toBeGreaterThan(0.9)
  })

  it('continues from a checkpoint to the bit, and takes no damaged one', async () => {
    const part = engine.startTraining(classifier({ epochs: 1_000_000 }), blobs(), null, () => {})
    await expect.poll(() => part.poll().epoch).toBeGreaterThan(2)
    part.stop()
    const stopped = await finished(part)
    expect(stopped).toMatchObject({ state: 'finished', stopReason: 'stopped' })
    const checkpoint = new Uint8Array(part.checkpointBytes())
    expect(part.readCheckpoint(checkpoint)).toBe(stopped.checkpointId)

    const spec = classifier({ epochs: stopped.epoch + 20 })
    const rest = engine.startTraining(spec, blobs(), checkpoint, () => {})
    const whole = engine.startTraining(spec, blobs(), null, () => {})
    for (const job of [rest, whole]) {
      expect(await finished(job)).toMatchObject({ epoch: stopped.epoch + 20, stopReason: 'epochs' })
    }
    expect(parametersOf('last', rest)).toEqual(parametersOf('last', whole))
    expect(parametersOf('best', rest)).toEqual(parametersOf('best', whole))
    expect(parametersOf('last', rest)).not.toEqual(parametersOf('last', part))

    checkpoint[checkpoint.length >> 1]! ^= 1
    const damaged = engine.startTraining(spec, blobs(), checkpoint, () => {})
    expect(await finished(damaged)).toMatchObject({ state: 'failed', error: { kind: 'corrupted-checkpoint' } })
  })

  it('holds while it is paused, and stops from there', async () => {
    const job = engine.startTraining(classifier({ epochs: 1_000_000 }), blobs(), null, () => {})
    job.pause()
    await expect.poll(() => job.poll().state).toBe('paused')
    const { step } = job.poll()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(job.poll()).toMatchObject({ state: 'paused', step })
    job.resume()
    await expect.poll(() => job.poll().step).toBeGreaterThan(step)
    job.pause()
    job.stop()
    expect(await finished(job)).toMatchObject({ state: 'finished', stopReason: 'stopped' })
  })
})

describe('kept epochs', () => {
  it('give their weights once, and only until the next poll', async () => {
    const job = engine.startTraining(classifier({ epochs: 5 }), blobs(), null, () => {}, { keep: true })
    const weights = new Float32Array(51)
    const internal = expect.objectContaining({ name: 'DescentError', kind: 'internal' })
    const told: number[] = []
    let state = 'running'
    while (state === 'running') {
      const status = job.poll()
      for (const { epoch } of status.kept) {
        told.push(epoch)
        expect(() => job.takeKept(epoch, weights.subarray(1))).toThrow(internal)
        if (epoch === 4) continue
        job.takeKept(epoch, weights)
        expect(() => job.takeKept(epoch, weights)).toThrow(internal)
      }
      ;({ state } = status)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    expect(told).toEqual([1, 2, 3, 4, 5])
    expect(weights).toEqual(parametersOf('last', job))
    expect(job.poll()).toMatchObject({ state: 'finished', kept: [], keptDropped: 0 })
    expect(() => job.takeKept(4, weights)).toThrow(internal)
  })
})

describe('what the native engine refuses', () => {
  const changed = (change: Partial<TrainingData>) => ({ ...blobs(), ...change })

  it.each([
    ['no JSON', '{'],
    ['a description of nothing', '{}'],
    [
      'a layer without units',
      classifier({ layers: [{ kind: 'dense', units: 0, activation: 'linear', initialization: 'he' }] }),
    ],
    ['a negative learning rate', classifier({ learningRate: -1 })],
  ])('a description that is %s, as a mistake of usage', (_case, spec) => {
    for (const use of [
      () => engine.parameterCount(spec),
      () => engine.estimateMemoryBytes(spec, 1, 1),
      () => engine.startTraining(spec, blobs(), null, () => {}),
      () => engine.predict(spec, new Float32Array(51), new Float32Array(2), new Float32Array(3)),
    ]) {
      expect(use).toThrow(expect.objectContaining({ name: 'DescentError', kind: 'usage' }))
    }
  })

  it.each([
    ['rows of another width', changed({ trainInputs: new Float32Array(7) }), 'shape-mismatch'],
    ['fewer targets than rows', changed({ trainTargets: new Float32Array(3) }), 'shape-mismatch'],
    ['a class that does not exist', changed({ trainTargets: blobs().trainTargets.fill(3) }), 'invalid-target'],
    ['a number that is infinite', changed({ trainInputs: blobs().trainInputs.fill(Infinity) }), 'non-finite-data'],
  ])('%s, as a failed job', async (_case, data, kind) => {
    const job = engine.startTraining(classifier(), data, null, () => {})
    expect(await finished(job)).toMatchObject({ state: 'failed', error: { kind } })
  })

  it('arrays that are too short to write into, and an output that lies over an input', async () => {
    const job = engine.startTraining(classifier({ epochs: 1 }), blobs(), null, () => {})
    await finished(job)
    const internal = expect.objectContaining({ name: 'DescentError', kind: 'internal' })
    expect(() => job.readCheckpoint(new Uint8Array(10))).toThrow(internal)
    expect(() => job.readWeights('last', new Float32Array(10))).toThrow(internal)
    const both = new Float32Array(6)
    const weights = parametersOf('last', job)
    expect(() => engine.predict(classifier(), weights, both.subarray(0, 2), both.subarray(1, 4))).toThrow(internal)
    expect(() => engine.predict(classifier(), weights, both.subarray(0, 2), both.subarray(2, 4))).toThrow(internal)
  })
})
