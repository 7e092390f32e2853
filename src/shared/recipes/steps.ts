import { z } from 'zod'
import { categorySteps } from './categories.ts'
import { dateSteps } from './dates.ts'
import { missingValueSteps } from './missingValues.ts'
import { numberSteps } from './numbers.ts'
import { seriesSteps } from './seriesSteps.ts'
import { stepBase } from './stepBase.ts'
import { tableSteps } from './tableSteps.ts'
import { textSteps } from './texts.ts'
import { trainingSteps } from './trainingSteps.ts'

/** A recipe's step. Each has a pure pair fit(training rows) → state and transform(any rows, state) in src/core. */
export const stepSchema = z.discriminatedUnion('kind', [
  ...seriesSteps,
  ...tableSteps,
  /** Leaves out rows with missing values in the columns. */
  z.object({
    kind: z.literal('dropMissingRows'),
    ...stepBase,
    /** Only rows in which more than this share of the columns is missing. */
    maxShare: z.number().min(0).max(1).default(0),
  }),
  /** Replaces missing values: mean and median for numbers only; mode and constant for both. */
  z.object({
    kind: z.literal('impute'),
    ...stepBase,
    method: z.enum(['mean', 'median', 'mode', 'constant']),
    constant: z.union([z.number(), z.string()]).optional(),
  }),
  /** A date becomes days since 1970-01-01 UTC. */
  z.object({ kind: z.literal('dateToNumber'), ...stepBase }),
  ...missingValueSteps,
  ...categorySteps,
  ...dateSteps,
  ...textSteps,
  ...numberSteps,
  ...trainingSteps,
])
export type Step = z.infer<typeof stepSchema>
export type StepKind = Step['kind']
