import { z } from 'zod'
import { datasetBriefSchema } from './datasets.ts'
import { projectIdSchema } from './ids.ts'
import { runSchema } from './runs.ts'

export const projectBriefSchema = z.object({
  id: projectIdSchema,
  name: z.string(),
  /** Where it lies, for the person; never sent back. */
  place: z.string(),
  modified: z.string(),
  sizeBytes: z.number(),
})
export type ProjectBrief = z.infer<typeof projectBriefSchema>

export const projectSchema = z.object({
  id: projectIdSchema,
  name: z.string(),
  place: z.string(),
  /** Another program is writing: everything can be seen, nothing changed. */
  readOnly: z.boolean(),
  datasets: z.array(datasetBriefSchema),
  runs: z.array(runSchema),
})
export type Project = z.infer<typeof projectSchema>
