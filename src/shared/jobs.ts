import { z } from 'zod'
import { jobIdSchema } from './ids.ts'

/** Work that may take more than a second. The bottom bar shows it wherever the person is. */
export const jobSchema = z.object({
  id: jobIdSchema,
  project: z.string().nullable(),
  kind: z.enum([
    'import',
    'compare',
    'prepare',
    'training',
    'evaluation',
    'prediction',
    'export',
    'rateTest',
    'study',
    'explanation',
  ]),
  title: z.string(),
  state: z.enum(['running', 'paused', 'done', 'failed', 'cancelled']),
  /** 0…1, or null while it cannot be known. */
  fraction: z.number().min(0).max(1).nullable(),
  detail: z.string(),
  secondsLeft: z.number().nullable(),
})
export type Job = z.infer<typeof jobSchema>
