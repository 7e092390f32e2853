import { z } from 'zod'
import { datasetIdSchema, projectIdSchema, runIdSchema } from '../ids.ts'

/** What calls are about, as they name it. */

export const nothing = z.object({})
export const name = z.string().trim().min(1).max(200)
export const inProject = { project: projectIdSchema }
export const ofDataset = { ...inProject, dataset: datasetIdSchema }
export const ofRun = { ...inProject, run: runIdSchema }

/** A call's declaration: what goes in and what comes out. */
export function call<I extends z.ZodType, O extends z.ZodType>(input: I, output: O) {
  return { input, output }
}
