import { z } from 'zod'
import { datasetBriefSchema } from './datasets.ts'
import { projectIdSchema, runIdSchema } from './ids.ts'
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
  /** Names this state of the runs, so that later only what changed since need be asked for. */
  revision: z.string(),
})
export type Project = z.infer<typeof projectSchema>

/** A project with only those runs that changed since a revision; all where that one is not known. */
export const projectChangesSchema = z.object({
  ...projectSchema.shape,
  /** Of all runs, in order. */
  runIds: z.array(runIdSchema),
})
export type ProjectChanges = z.infer<typeof projectChangesSchema>
