import { z } from 'zod'
import { epochs, fraction, share } from './limits.ts'

/** How the learning rate changes over a run; the formulas stand in docs/engine.md. */
export const scheduleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant') }),
  z.strictObject({
    kind: z.literal('step'),
    everyEpochs: epochs.default(30),
    factor: z.number().positive().max(1).default(0.1),
  }),
  z.strictObject({ kind: z.literal('exponential'), factor: z.number().positive().max(1).default(0.95) }),
  z.strictObject({
    kind: z.literal('polynomial'),
    power: z.number().positive().max(100).default(1),
    finalFactor: share.default(0),
  }),
  z.strictObject({
    kind: z.literal('cosine'),
    /** null: one period over the whole run. */
    periodEpochs: epochs.nullable().default(null),
    periodMultiplier: z.number().min(1).max(100).default(1),
    finalFactor: share.default(0),
  }),
  z.strictObject({
    kind: z.literal('oneCycle'),
    riseFraction: share.default(0.3),
    divisor: z.number().min(1).max(1e9).default(25),
    finalDivisor: z.number().min(1).max(1e9).default(1e4),
  }),
  z.strictObject({
    kind: z.literal('plateau'),
    factor: z.number().positive().lt(1).default(0.1),
    patience: z.number().int().min(0).max(1_000_000).default(10),
    threshold: fraction.default(1e-4),
    cooldownEpochs: z.number().int().min(0).max(1_000_000).default(0),
    minimumFactor: share.default(0),
  }),
  z.strictObject({ kind: z.literal('flatCosine'), flatFraction: share.default(0.75), finalFactor: share.default(0) }),
  z.strictObject({ kind: z.literal('cosineLog'), cycles: z.number().int().min(1).max(30).default(4) }),
])
export type Schedule = z.infer<typeof scheduleSchema>
export type ScheduleKind = Schedule['kind']

/** Which average of the weights stands in for them in evaluation and as the best and last weights. */
export const averagingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exponential'), decay: fraction.default(0.999) }),
  z.strictObject({ kind: z.literal('stochastic'), startEpoch: z.number().int().min(1).max(1_000_000) }),
])
export type Averaging = z.infer<typeof averagingSchema>
