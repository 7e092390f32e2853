import { describe, expect, it } from 'vitest'
import { RECORD_FIELDS } from '../../../src/core/series/curveReaders.ts'
import { rateFactor, scheduleCurve } from '../../../src/core/training/scheduleCurve.ts'
import { loadEngine } from '../../../src/main/training/native.ts'
import { scheduleSchema, type Schedule } from '../../../src/shared/training.ts'
import { blobs, classifier } from '../../main/training/fixtures.ts'
import { sourceEntries } from '../../support/sourceEntries.ts'

const length = { stepsPerEpoch: 8, epochs: 40 }
const of = (settings: object): Schedule => scheduleSchema.parse(settings)

const schedules: readonly Schedule[] = [
  of({ kind: 'constant' }),
  of({ kind: 'step', everyEpochs: 3.5, factor: 0.5 }),
  of({ kind: 'exponential', factor: 0.9 }),
  of({ kind: 'polynomial', power: 2, finalFactor: 0.05 }),
  of({ kind: 'cosine', finalFactor: 0.1 }),
  of({ kind: 'cosine', periodEpochs: 7 }),
  of({ kind: 'cosine', periodEpochs: 3, periodMultiplier: 2 }),
  of({ kind: 'oneCycle' }),
  of({ kind: 'oneCycle', riseFraction: 0 }),
  of({ kind: 'oneCycle', riseFraction: 1 }),
  of({ kind: 'flatCosine', flatFraction: 0.6 }),
  of({ kind: 'flatCosine', flatFraction: 1 }),
  of({ kind: 'cosineLog', cycles: 3 }),
]

/** The learning rates that the engine tells of, each of an epoch's last step, in a run whose rate is 1e-6. */
async function toldRates(schedule: Schedule, warmupEpochs: number): Promise<number[]> {
  const engine = loadEngine(sourceEntries.addon)
  const spec = classifier({ schedule, warmupEpochs, batchSize: 15, epochs: length.epochs, learningRate: 1e-6 })
  const job = engine.startTraining(spec, blobs(), null, () => {})
  const records: number[] = []
  for (;;) {
    const status = job.poll()
    records.push(...status.records)
    if (status.state === 'finished') return records.filter((_, index) => index % RECORD_FIELDS === 3)
    expect(status.state).not.toBe('failed')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

describe('the rate along a schedule', () => {
  it.each(schedules.flatMap((schedule) => [0, 2.5].map((warmup) => [schedule.kind, warmup, schedule] as const)))(
    'of %s after a warm-up of %s epochs is the engine’s',
    async (_, warmup, schedule) => {
      const rates = await toldRates(schedule, warmup)
      expect(rates).toHaveLength(length.epochs)
      rates.forEach((rate, epoch) => {
        const step = (epoch + 1) * length.stepsPerEpoch - 1
        expect(rateFactor(schedule, step, length, warmup)).toBeCloseTo(rate / 1e-6, 9)
      })
    },
  )

  it('has the values that the formulas give', () => {
    const half = (length.stepsPerEpoch * length.epochs) / 2
    expect(rateFactor(of({ kind: 'exponential', factor: 0.9 }), 16, length)).toBeCloseTo(0.81, 12)
    expect(rateFactor(of({ kind: 'polynomial', power: 2 }), half, length)).toBe(0.25)
    expect(rateFactor(of({ kind: 'cosine', finalFactor: 0.2 }), half, length)).toBeCloseTo(0.6, 12)
    expect(rateFactor(of({ kind: 'step', everyEpochs: 10, factor: 0.1 }), half, length)).toBeCloseTo(0.01, 12)
    expect(rateFactor(of({ kind: 'oneCycle', divisor: 25 }), 0, length)).toBeCloseTo(0.04, 12)
  })

  it('rises in equal steps while it warms up', () => {
    const factors = [0, 1, 2, 3].map((step) => rateFactor({ kind: 'constant' }, step, length, 0.5))
    expect(factors).toEqual([0.25, 0.5, 0.75, 1])
  })
})

describe('the curve of a schedule', () => {
  it('spans the run from its first step to its last', () => {
    const curve = scheduleCurve(of({ kind: 'cosine' }), length, 0, 50)
    expect(curve).toHaveLength(50)
    expect(curve[0]).toEqual({ epoch: 0, factor: 1 })
    expect(curve.at(-1)?.epoch).toBe(40 - 1 / 8)
  })

  it('has both ends of a drop a step apart', () => {
    const curve = scheduleCurve(of({ kind: 'step', everyEpochs: 10, factor: 0.5 }), { stepsPerEpoch: 1000, epochs: 20 })
    const drop = curve.findIndex(({ factor }) => factor === 0.5)
    expect(curve[drop]?.epoch).toBe(10)
    expect(curve[drop - 1]).toEqual({ epoch: 9.999, factor: 1 })
  })

  it('never has more places than steps, and one where a run is one step', () => {
    expect(scheduleCurve({ kind: 'constant' }, { stepsPerEpoch: 1, epochs: 3 })).toHaveLength(3)
    expect(scheduleCurve({ kind: 'constant' }, { stepsPerEpoch: 1, epochs: 1 })).toEqual([{ epoch: 0, factor: 1 }])
  })
})
