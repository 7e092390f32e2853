import { z } from 'zod'

/**
 * Which feature columns a step works on, as they stand when the step is reached: every numeric one (numbers, and
 * dates once they are numbers), every categorical one (category, boolean, text), every date, or those named.
 */
export const columnSelectionSchema = z.union([z.enum(['numbers', 'categories', 'dates', 'all']), z.array(z.string())])
export type ColumnSelection = z.infer<typeof columnSelectionSchema>
