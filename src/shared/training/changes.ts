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

/** Who ended a run that did not end by itself: a person, the clock, or the search that it is a trial of. */
export const outsideStopSchema = z.enum(['stopped', 'timeLimit', 'pruned'])
export type OutsideStop = z.infer<typeof outsideStopSchema>

/**
 * What happened to a run on its way, by a person's wish, by the clock or because its loss exploded. A run with these
 * repeats to the bit.
 */
export const madeChangeSchema = z.strictObject({
  /** The first step that it holds for, counted from 1. */
  step: z.number().int().min(1),
  ...changeable,
  /** Multiplies the learning rate from there on. */
  rateFactor: z.number().positive().max(1).optional(),
  /** What the run went back from. */
  diverged: z.strictObject({ step: z.number().int(), message: z.string() }).optional(),
  /** The run was extended: it goes on until it has this many epochs in all, and its patience begins anew. */
  epochs: z.number().int().min(1).max(1_000_000).optional(),
  /** The run ended before this step; where `epochs` follow later in the list, it went on. */
  stopped: outsideStopSchema.optional(),
})
export type MadeChange = z.infer<typeof madeChangeSchema>
