import { z } from 'zod'
import { seedSchema } from './stepBase.ts'

/** Steps that choose among the training rows. */
export const trainingSteps = [
  /**
   * Classification only: the network learns from training rows of rare classes drawn again (`over`), or from fewer of
   * frequent ones (`under`), until the rarest class has this ratio of the most frequent one, at least. What steps learn
   * and what is measured stays of the rows as they are, each once.
   */
  z.object({
    kind: z.literal('resampleClasses'),
    id: z.string().min(1),
    enabled: z.boolean().default(true),
    method: z.enum(['over', 'under']),
    ratio: z.number().min(0.01).max(1).default(1),
    seed: seedSchema,
  }),
] as const
