import { describe, expect, it } from 'vitest'
import { loadEngine } from '../../../src/main/training/native.ts'
import { sourceEntries } from '../../support/sourceEntries.ts'
import { blobs, classifier } from './fixtures.ts'

const engine = loadEngine(sourceEntries.addon)

/** A run that was stopped between two epochs of full batches, with its rows. */
async function stopped() {
  const data = blobs()
  const spec = classifier({ epochs: 1_000_000, batchSize: null })
  const job = engine.startTraining(spec, data, null, () => {})
  await expect.poll(() => job.poll().epoch).toBeGreaterThan(3)
  job.stop()
  await expect.poll(() => job.poll().state).toBe('finished')
  const checkpoint = new Uint8Array(job.checkpointBytes())
  job.readCheckpoint(checkpoint)
  const weights = new Float32Array(engine.parameterCount(spec))
  job.readWeights('last', weights)
  return { data, spec, job, checkpoint, weights, rows: { inputs: data.trainInputs, targets: data.trainTargets } }
}

describe('looking into a run', () => {
  it('works its next step through, to the bit', async () => {
    const { data, spec, job, checkpoint, weights, rows } = await stopped()
    const step = engine.inspectStep({ checkpoint }, rows)
    expect(step).toMatchObject({ rows: 120, step: job.poll().step + 1, learningRate: 0.01 })
    expect(step.ops.map((op) => [op.kind, op.layer.join('.'), op.activation])).toEqual([
      ['features', '', null],
      ['dense', '1', null],
      ['activation', '1', 'tanh'],
      ['dense', '2', null],
    ])
    const flat = (of: (part: (typeof step.parameters)[number]) => Float64Array) =>
      Float32Array.from(step.parameters.flatMap((part) => Array.from(of(part))))
    expect(flat((part) => part.before)).toEqual(weights)
    expect(step.parameters[0]?.moments.map((moment) => moment.name)).toEqual(['mean', 'meanSquare'])

    const { epoch } = job.poll()
    const more = engine.startTraining(
      classifier({ ...(JSON.parse(spec) as object), epochs: epoch + 1 }),
      data,
      checkpoint,
      () => {},
    )
    await expect.poll(() => more.poll().state).toBe('finished')
    more.readWeights('last', weights)
    expect(flat((part) => part.after)).toEqual(weights)
  })

  it('names the rows of the next batch and the scale of their weights', async () => {
    const { data, checkpoint } = await stopped()
    const rows = Uint32Array.from({ length: 120 }, (_, row) => row)
    expect(engine.nextBatch({ checkpoint }, data)).toEqual({ rows, weightScale: 1 })

    const spec = classifier({ batchSize: 16 })
    const weights = new Float32Array(engine.parameterCount(spec))
    const weighted = { ...data, trainWeights: new Float32Array(120).fill(4) }
    const first = engine.nextBatch({ spec, weights }, weighted)
    expect(first.weightScale).toBeCloseTo(0.25, 12)
    expect([...new Set(first.rows)]).toHaveLength(16)
    expect([...first.rows].every((row) => row < 120)).toBe(true)
    const fewer = { ...data, trainInputs: data.trainInputs.subarray(2), trainTargets: data.trainTargets.subarray(1) }
    expect(() => engine.nextBatch({ checkpoint }, fewer)).toThrow(/120 training rows, but 119/)
  })

  it('confirms a gradient by a difference', async () => {
    const { spec, weights, rows } = await stopped()
    const state = { spec, weights }
    const { parameters, loss } = engine.inspectStep(state, rows)
    const biases = parameters[3]
    const difference = engine.numericalGradient(state, rows, (biases?.first ?? 0) + 1)
    expect(difference.gradient).toBeCloseTo(biases?.gradients[1] ?? NaN, 6)
    expect((difference.below + difference.above) / 2).toBeCloseTo(loss, 6)
  })

  it('tells how its values are distributed, of a checkpoint and while it runs', async () => {
    const { data, checkpoint, rows } = await stopped()
    const { parameters, ops, rows: count } = engine.networkStatistics({ checkpoint }, rows)
    expect(count).toBe(120)
    expect(parameters.map((part) => [part.name, part.values.count])).toEqual([
      ['weights', 16],
      ['biases', 8],
      ['weights', 24],
      ['biases', 3],
    ])
    for (const part of parameters) {
      expect(part.updateRatio).toBeGreaterThan(0)
      expect(part.values.histogram.reduce((sum, n) => sum + n, 0)).toBe(part.values.count)
    }
    expect(ops.map((op) => [op.kind, op.activation, op.derivatives === null])).toEqual([
      ['features', null, true],
      ['dense', 'tanh', false],
      ['dense', 'linear', false],
    ])

    const job = engine.startTraining(classifier({ epochs: 1_000_000 }), data, null, () => {})
    expect(job.poll().statistics).toBeNull()
    job.requestStatistics()
    let seen = job.poll().statistics
    await expect.poll(() => (seen ??= job.poll().statistics)).not.toBeNull()
    // 120 rows in batches of 16: the last of an epoch's eight steps has 8.
    expect([(seen?.step ?? 0) % 8, seen?.rows]).toEqual([0, 8])
    job.stop()
  })

  it('refuses a state that is none', () => {
    const rows = { inputs: new Float32Array(2), targets: new Float32Array(1) }
    expect(() => engine.inspectStep({} as never, rows)).toThrow(expect.objectContaining({ kind: 'usage' }))
    const checkpoint = new Uint8Array(9)
    expect(() => engine.inspectStep({ checkpoint }, rows)).toThrow(expect.objectContaining({ kind: 'damaged' }))
    const state = { spec: classifier(), weights: new Float32Array(51) }
    expect(() => engine.numericalGradient(state, rows, 51)).toThrow(/51/)
    expect(() => engine.numericalGradient(state, rows, -1)).toThrow(/whole number/)
  })
})
