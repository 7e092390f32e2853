import { z } from 'zod'
import { penalty } from './limits.ts'

/** Settings that a person may change while a run is under way; what is absent stays as it was. */
const changeable = {
  learningRate: z.number().positive().max(100).optional(),
  /** Holds from the next epoch on. */
  batchSize: z.number().int().min(1).max(1_000_000).optional(),
  l2: penalty.optional(),
  l1: penalty.optional(),
  weightDecay: penalty.optional(),
  clipNorm: z.number().positive().max(1e30).optional(),
  clipValue: z.number().positive().max(1e30).optional(),
}
export const requestedChangeSchema = z
  .strictObject(changeable)
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'must change something')
export type RequestedChange = z.infer<typeof requestedChangeSchema>

/** A change that a run made, by a person's wish or because its loss exploded. A run with these repeats to the bit. */
export const madeChangeSchema = z.strictObject({
  /** The first step that it holds for, counted from 1. */
  step: z.number().int().min(1),
  ...changeable,
  /** Multiplies the learning rate from there on. */
  rateFactor: z.number().positive().max(1).optional(),
  /** What the run went back from. */
  diverged: z.strictObject({ step: z.number().int(), message: z.string() }).optional(),
})
export type MadeChange = z.infer<typeof madeChangeSchema>
