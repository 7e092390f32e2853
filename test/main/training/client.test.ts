import { afterEach, describe, expect, it } from 'vitest'
import { TrainingClient } from '../../../src/main/training/client.ts'
import type { StartTraining, TrainingNotice } from '../../../src/main/training/protocol.ts'
import { sourceEntries } from '../../support/sourceEntries.ts'
import { blobs, classifier } from './fixtures.ts'
import { RECORD_FIELDS } from '../../../src/core/series/curveReaders.ts'

const length = 51
let client = new TrainingClient(sourceEntries)

afterEach(async () => {
  await client.close()
  client = new TrainingClient(sourceEntries)
})

function order(run: string, change: Record<string, unknown> = {}): StartTraining {
  const spec = classifier(change)
  return { run, spec, length, data: blobs(), checkpoint: null, initialWeights: null, extendTo: null, keep: false }
}

/** Starts a run and keeps what is said about it. */
async function follow(input: StartTraining) {
  const notices: TrainingNotice[] = []
  const broken: unknown[] = []
  await client.start(input, { notice: (notice) => notices.push(notice), broken: (error) => broken.push(error) })
  const state = () => notices.at(-1)?.state.state
  const checkpoint = () => notices.findLast((notice) => notice.checkpoint !== null)?.checkpoint ?? null
  return { notices, broken, state, checkpoint }
}

describe('a training in its worker thread', () => {
  it('tells every epoch once, and its weights at the end', async () => {
    const { notices, state } = await follow(order('a', { epochs: 500 }))
    await expect.poll(state).toBe('finished')
    const epochs = notices.flatMap(({ records }) => [...records].filter((_, index) => index % RECORD_FIELDS === 0))
    expect(epochs).toEqual(Array.from({ length: 500 }, (_, index) => index + 1))
    expect(notices.filter(({ weights }) => weights !== null)).toHaveLength(1)
    expect(notices.at(-1)?.weights).toHaveLength(length)
    expect(notices.at(-1)?.state).toMatchObject({ stopReason: 'epochs', failure: null, epoch: 500 })
  })

  it('is paused, resumed and stopped, and goes on from its checkpoint to the same weights', async () => {
    const part = await follow(order('part', { epochs: 1_000_000 }))
    await client.pause('part')
    await expect.poll(part.state).toBe('paused')
    await client.resume('part')
    await expect.poll(part.state).toBe('running')
    await client.stop('part')
    await expect.poll(part.state).toBe('finished')
    const epochs = (part.notices.at(-1)?.state.epoch ?? 0) + 20

    const rest = await follow({ ...order('rest', { epochs }), checkpoint: part.checkpoint() })
    const whole = await follow(order('whole', { epochs }))
    for (const { state } of [rest, whole]) await expect.poll(state, { timeout: 20_000 }).toBe('finished')
    expect(rest.notices.at(-1)?.weights).toEqual(whole.notices.at(-1)?.weights)
  })

  it('brings the epochs that are kept, each with its weights and statistics, and begins another run from one', async () => {
    const { notices, state } = await follow({ ...order('kept', { epochs: 60 }), keep: true })
    await expect.poll(state).toBe('finished')
    const kept = notices.flatMap((notice) => notice.kept)
    const first = Array.from({ length: 32 }, (_, index) => index + 1)
    expect(kept.map(({ epoch }) => epoch)).toEqual([...first, ...first.slice(0, 14).map((index) => 32 + 2 * index)])
    expect(kept.every(({ weights }) => weights.length === length)).toBe(true)
    // 120 rows in batches of 16 are eight steps an epoch.
    expect(kept.map(({ epoch, statistics }) => (statistics?.step ?? 0) / epoch)).toEqual(kept.map(() => 8))
    const seen = kept.flatMap(({ weights, statistics }) => [
      weights.slice(0, 16).reduce((sum, weight) => sum + weight / 16, 0) -
        (statistics?.parameters[0]?.values.mean ?? Number.NaN),
    ])
    expect(Math.max(...seen.map(Math.abs))).toBeLessThan(1e-6)

    const weights = kept.at(-1)?.weights ?? null
    const still = { epochs: 1, learningRate: 1e-30, optimizer: { kind: 'gradientDescent' } }
    const branch = await follow({ ...order('branch', still), initialWeights: weights })
    await expect.poll(branch.state).toBe('finished')
    expect(branch.notices.at(-1)?.weights).toEqual(weights)
    expect(branch.notices.flatMap((notice) => notice.kept)).toEqual([])
  })

  it('keeps the epoch that a run ends with, whatever it is', async () => {
    // Of the epochs from 64 on every fourth one is kept.
    const ended = await follow({ ...order('ended', { epochs: 75 }), keep: true })
    const longer = await follow({ ...order('longer', { epochs: 76 }), keep: true })
    const plain = await follow(order('plain', { epochs: 75 }))
    for (const { state } of [ended, longer, plain]) await expect.poll(state).toBe('finished')
    const kept = (run: typeof ended) => run.notices.flatMap((notice) => notice.kept).slice(-2)
    expect(kept(ended).map(({ epoch, statistics }) => [epoch, statistics?.step])).toEqual([
      [72, 72 * 8],
      [75, undefined],
    ])
    expect(kept(longer).map(({ epoch }) => epoch)).toEqual([72, 76])
    expect(kept(plain)).toEqual([])

    // One step more is the epoch that the longer run kept.
    const last = kept(ended).at(-1)?.weights
    const more = await follow({ ...order('more', { epochs: 76 }), keep: true, checkpoint: ended.checkpoint() })
    await expect.poll(more.state).toBe('finished')
    expect(last).toHaveLength(length)
    expect(last).not.toEqual(kept(longer).at(-1)?.weights)
    expect(kept(more).map(({ weights }) => weights)).toEqual(
      kept(longer)
        .slice(-1)
        .map(({ weights }) => weights),
    )
  })

  it.each([
    { batchSize: null, steps: 1 },
    { batchSize: 1, steps: 120 },
  ])('keeps the last epoch of a stopped run if it ends with one ($steps steps an epoch)', async (batches) => {
    const run = await follow({ ...order('run', { epochs: 1_000_000, batchSize: batches.batchSize }), keep: true })
    await expect.poll(() => run.notices.at(-1)?.state.epoch ?? 0).toBeGreaterThan(40)
    await client.stop('run')
    await expect.poll(run.state).toBe('finished')
    const { epoch, step } = run.notices.at(-1)?.state ?? { epoch: 0, step: 0 }
    const kept = run.notices.flatMap((notice) => notice.kept)
    const byRule = kept.filter(({ statistics }) => statistics !== null).map((one) => one.epoch)
    const endsWithOne = step === epoch * batches.steps
    expect(endsWithOne || batches.steps > 1).toBe(true)
    expect(kept.map((one) => one.epoch)).toEqual(endsWithOne && !byRule.includes(epoch) ? [...byRule, epoch] : byRule)
  })

  it('refuses to begin with weights of another network, or with some and a checkpoint', async () => {
    const short = await follow({ ...order('short'), initialWeights: new Float32Array(length - 1) })
    await expect.poll(short.state).toBe('failed')
    expect(short.notices.at(-1)?.state.failure).toMatchObject({
      kind: 'usage',
      message: expect.stringMatching(/51 weights, but is to begin with 50;/),
      hint: expect.stringMatching(/same layers/),
    })
    const both = follow({ ...order('both'), initialWeights: new Float32Array(length), checkpoint: new Uint8Array(9) })
    await expect(both).rejects.toMatchObject({ kind: 'usage', message: expect.stringMatching(/not both/) })
  })

  it('tells a failure with what to do about it', async () => {
    const refused = follow(order('refused', { learningRate: -1 }))
    await expect(refused).rejects.toMatchObject({ kind: 'usage', hint: expect.stringMatching(/setting/) })

    const noise = await follow({ ...order('noise'), checkpoint: new Uint8Array(100).fill(7) })
    await expect.poll(noise.state).toBe('failed')
    expect(noise.notices.at(-1)).toMatchObject({ weights: null, state: { failure: { kind: 'damaged' } } })

    await expect(client.pause('nobody')).rejects.toMatchObject({ kind: 'not-found' })
  })

  it('may lose its thread in the middle of a run, and the next run gets a new one', async () => {
    const lost = await follow(order('lost', { epochs: 1_000_000 }))
    await expect.poll(() => lost.notices.length).toBeGreaterThan(0)
    await client.close()
    const next = await follow(order('next'))
    await expect.poll(next.state).toBe('finished')
    expect(lost.state()).toBe('running')
  })

  it('is broken off without another word where nobody wants it any more', async () => {
    const { notices, broken } = await follow(order('abandoned', { epochs: 1_000_000 }))
    await client.abandon('abandoned')
    const said = notices.length
    expect(broken).toEqual([expect.objectContaining({ kind: 'cancelled' })])
    const answer = () => client.pause('abandoned').catch((error: unknown) => error)
    await expect.poll(answer).toMatchObject({ kind: 'not-found' })
    expect(notices).toHaveLength(said)
  })
})
