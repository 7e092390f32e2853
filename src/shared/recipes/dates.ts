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
    /** Mark the public holidays of this country, such as DE, or of a region of it, such as DE-BY. */
    holidays: z.string().min(1).optional(),
    /** Add the days to the next of these holidays. */
    untilHoliday: z.boolean().default(false),
  }),
] as const

/** A country or a region of one whose public holidays are known. */
export const holidayPlaceSchema = z.object({
  /** As a step names it. */
  code: z.string(),
  /** Such as “Germany, Bayern”. */
  name: z.string(),
})
export type HolidayPlace = z.infer<typeof holidayPlaceSchema>

export const dateStates = [
  z.object({
    kind: z.literal('dateParts'),
    columns: z.array(
      z.object({
        name: z.string(),
        ...choice,
        /** As days since 1970-01-01. */
        since: z.number().nullable(),
        holidays: z
          .object({
            place: z.string(),
            /** The first day that is known; the last one is the last holiday. Days since 1970-01-01, as below. */
            from: z.number().int(),
            /** The holidays, ascending. */
            days: z.array(z.number().int()).min(1),
            until: z.boolean(),
          })
          .nullable()
          .default(null),
      }),
    ),
  }),
] as const
