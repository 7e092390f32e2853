import { z } from 'zod'
import { fittedTransformSchema } from './recipes.ts'

/** The share of intervals or sets that are to hold the truth. */
export const conformalLevelSchema = z.number().min(0.5).max(0.999)

/**
 * How sets of classes are made: `smallest` takes the classes above one probability (least ambiguous set-valued classifiers);
 * `adaptive` takes the most probable ones until they are probable enough together (adaptive prediction sets).
 */
export const setKinds = ['smallest', 'adaptive'] as const
export const setKindSchema = z.enum(setKinds)
export type SetKind = z.infer<typeof setKindSchema>

/** How sure a prediction is to be, and how sets of classes are made. */
export const conformalChoiceSchema = z.object({ level: conformalLevelSchema, sets: setKindSchema })
export type ConformalChoice = z.infer<typeof conformalChoiceSchema>

const threshold = z.number()

/** What turns predictions into intervals or sets: those values of the target whose score is at most the threshold. */
export const conformalRuleSchema = z.discriminatedUnion('kind', [
  /** |y - prediction|, in the target's unit, or in that of its transformation. */
  z.object({ kind: z.literal('residual'), threshold, transform: fittedTransformSchema.nullable() }),
  /** |y - prediction| / the standard deviation that the network gives. */
  z.object({ kind: z.literal('scaledResidual'), threshold }),
  /** max(lower - y, y - upper): how far y is beyond two of the network's quantiles, by their places. */
  z.object({ kind: z.literal('quantiles'), threshold, lower: z.number().int(), upper: z.number().int() }),
  /** Minus the probability of the class, or minus its score. */
  z.object({ kind: z.literal('smallest'), threshold }),
  /** The sum of the probabilities down to the class, the most probable one first. */
  z.object({ kind: z.literal('adaptive'), threshold }),
])
export type ConformalRule = z.infer<typeof conformalRuleSchema>

/** Intervals or sets of a level, and how they held. */
export const conformalReportSchema = z.object({
  level: conformalLevelSchema,
  /** Null where there are too few rows to reach the level. */
  rule: conformalRuleSchema.nullable(),
  /** Validation rows that the threshold is of. */
  rows: z.number().int(),
  /** The fewest with which the level can be reached. */
  rowsNeeded: z.number().int(),
  /** On the test rows; null where there are none. */
  test: z
    .object({
      rows: z.number().int(),
      /** Share of the rows whose truth lies in the interval or set, with its 95 % interval (Wilson, 1927). */
      covered: z.number(),
      from: z.number(),
      to: z.number(),
      /** Mean width of the intervals in the target's unit, or mean number of classes. */
      size: z.number(),
    })
    .nullable(),
})
export type ConformalReport = z.infer<typeof conformalReportSchema>

const beforeAndAfter = z.object({ before: z.number(), after: z.number() }).nullable()

/** By what the logits of a network are divided, so that its probabilities are neither too sure nor too unsure. */
export const fittedTemperatureSchema = z.object({
  value: z.number().positive(),
  /** Of which weights it is; of others it does not hold. */
  weights: z.string(),
  /** Validation rows that it was fitted on. */
  rows: z.number().int(),
  /** Without and with it; null where a split has no rows. */
  logLoss: z.object({ validation: beforeAndAfter, test: beforeAndAfter }),
  calibrationError: z.object({ validation: beforeAndAfter, test: beforeAndAfter }),
})
export type FittedTemperature = z.infer<typeof fittedTemperatureSchema>
