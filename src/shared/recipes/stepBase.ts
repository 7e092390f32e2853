import { z } from 'zod'
import { columnSelectionSchema } from './selection.ts'

/** What every step that works on columns has. */
export const stepBase = { id: z.string().min(1), enabled: z.boolean().default(true), columns: columnSelectionSchema }

/** Of everything random. */
export const anySeedSchema = z
  .number()
  .int()
  .min(0)
  .max(2 ** 32 - 1)

/** Of everything random in a step. */
export const seedSchema = anySeedSchema.default(0)
