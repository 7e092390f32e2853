import { z } from 'zod'

const axisSchema = z.object({ name: z.string(), min: z.number(), max: z.number() })

/** What a network predicts over two numeric columns, every other column at an ordinary value of its training rows. */
export const decisionSurfaceSchema = z.object({
  /** That there can be surfaces over. */
  columns: z.array(z.string()),
  x: axisSchema,
  y: axisSchema,
  /** Places along either axis. */
  size: z.number().int(),
  /** Of the classes of a classification. */
  classes: z.array(z.string()).nullable(),
  /** size × size, from the lowest y on, each row from the lowest x on: index of the class, or the predicted number. */
  values: z.array(z.number()),
  /** As many: the probability of that class; 1 for numbers. */
  certainty: z.array(z.number()),
  /** Some training rows, with their class or number. */
  points: z.array(z.object({ x: z.number(), y: z.number(), value: z.number() })),
  /** The columns that are held. */
  held: z.array(z.object({ name: z.string(), value: z.string() })),
})
export type DecisionSurface = z.infer<typeof decisionSurfaceSchema>
