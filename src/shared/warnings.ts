import { z } from 'zod'
import { requestedChangeSchema, runConfigSchema } from './training.ts'

export const warningKinds = [
  'overfitting',
  'plateau',
  'exploding',
  'rateTooHigh',
  'rateTooLow',
  'deadUnits',
  'vanishingGradients',
  'explodingGradients',
] as const

/** What can be done about a warning, each one click. */
export const warningRemedySchema = z.object({
  label: z.string(),
  action: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('change'), change: requestedChangeSchema }),
    z.object({ kind: z.literal('stop') }),
    z.object({ kind: z.literal('newRun'), config: runConfigSchema }),
    /** Ends the run, and branches from its weights at an epoch. */
    z.object({ kind: z.literal('goBack'), epoch: z.number().int().min(0), config: runConfigSchema }),
  ]),
})
export type WarningRemedy = z.infer<typeof warningRemedySchema>

/** Something that goes wrong in a run while there is time to do something about it. */
export const runWarningSchema = z.object({
  kind: z.enum(warningKinds),
  message: z.string(),
  /** The epoch since which it is so, where that can be said. */
  since: z.number().int().nullable(),
  remedies: z.array(warningRemedySchema),
})
export type RunWarning = z.infer<typeof runWarningSchema>
