import { z } from 'zod'
import { stepBase } from './stepBase.ts'

export const dateParts = ['year', 'quarter', 'month', 'day', 'weekday', 'hour', 'dayOfYear'] as const
export const datePartSchema = z.enum(dateParts)
export type DatePart = z.infer<typeof datePartSchema>

const choice = {
  parts: z.array(datePartSchema),
  /** Parts that come round again become a sine and a cosine each, so that the last is next to the first. */
  cyclical: z.boolean(),
  /** Keep the days since 1970-01-01. */
  keepDays: z.boolean(),
}

export const dateSteps = [
  /** A date becomes the chosen parts of it, in UTC. */
  z.object({
    kind: z.literal('dateParts'),
    ...stepBase,
    parts: choice.parts.default(['year', 'month', 'weekday']),
    cyclical: choice.cyclical.default(false),
    keepDays: choice.keepDays.default(false),
    /** Add the days since this date. */
    since: z.iso.date().optional(),
  }),
] as const

export const dateStates = [
  z.object({
    kind: z.literal('dateParts'),
    columns: z.array(
      z.object({
        name: z.string(),
        ...choice,
        /** As days since 1970-01-01. */
        since: z.number().nullable(),
      }),
    ),
  }),
] as const
