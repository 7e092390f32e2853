import { z } from 'zod'
import { categoryStates } from './categories.ts'
import { dateStates } from './dates.ts'
import { missingValueStates } from './missingValues.ts'
import { numberStates } from './numbers.ts'
import { textStates } from './texts.ts'

/** A column of which nothing was learned but that the step takes it; earlier versions wrote its bare name. */
const named = z.union([z.object({ name: z.string() }), z.string().transform((name) => ({ name }))])

/** State of one fitted step; `columns` in the order they were met. */
export const stepStateSchema = z.discriminatedUnion('kind', [
  /** The step derived columns or chose rows, and had nothing to learn. */
  z.object({ kind: z.literal('nothing') }),
  /** Rows in which more than this share of the columns is missing are left out. */
  z.object({ kind: z.literal('dropMissingRows'), columns: z.array(z.string()), maxShare: z.number().default(0) }),
  z.object({
    kind: z.literal('impute'),
    columns: z.array(z.object({ name: z.string(), value: z.union([z.number(), z.string()]) })),
  }),
  z.object({ kind: z.literal('dateToNumber'), columns: z.array(named) }),
  ...missingValueStates,
  ...categoryStates,
  ...dateStates,
  ...textStates,
  ...numberStates,
])
export type StepState = z.infer<typeof stepStateSchema>
