import { z } from 'zod'
import { metricsBySplitSchema } from '../../shared/evaluation.ts'
import { runIdSchema, studyIdSchema } from '../../shared/ids.ts'
import { runSchema } from '../../shared/runs.ts'
import { searchPointSchema } from '../../shared/search.ts'
import { studySchema } from '../../shared/studies.ts'
import type { RunStorage } from '../runs/ports.ts'
import type { Removal } from '../storage/operations.ts'

/** A study as it is stored; all else is seen from its runs. */
export const storedStudySchema = studySchema.omit({ done: true, best: true })
export type StoredStudy = z.infer<typeof storedStudySchema>

/** What a study has to know of one of its runs. */
export const storedTrialSchema = z.object({
  study: studyIdSchema,
  index: z.number().int(),
  point: searchPointSchema.nullable(),
  score: z.number().nullable(),
  run: runIdSchema,
  name: z.string(),
  state: runSchema.shape.state,
  stopReason: runSchema.shape.stopReason,
  seed: z.number().int(),
  fold: z.number().int().nullable(),
  epochs: z.number().int(),
  seconds: runSchema.shape.seconds,
  rows: runSchema.shape.rows,
  metrics: metricsBySplitSchema.nullable(),
})
export type StoredTrial = z.infer<typeof storedTrialSchema>

/** What a list of studies has to know of each of their runs. */
export type TrialScore = Pick<StoredTrial, 'study' | 'index' | 'score' | 'state' | 'stopReason'>

/** What the studies read and write beside their runs. Every method is one transaction; `not-found` where it is not. */
export interface StudyStorage extends RunStorage {
  createStudy(project: string, study: StoredStudy): Promise<void>
  getStudy(project: string, study: string): Promise<StoredStudy>
  /** Not the removed ones; oldest first. */
  listStudies(project: string): Promise<StoredStudy[]>
  commitStudy(project: string, study: string, fields: Partial<Omit<StoredStudy, 'id'>>): Promise<void>
  /** All or none; the studies with the runs that they have by now. The ids of all runs that went. */
  removeRuns(project: string, removal: Removal): Promise<string[]>
  restoreRuns(project: string, removal: Removal): Promise<void>
  /** Of one study, or of all; by study, in the order of their numbers. */
  readTrials(project: string, study?: string): Promise<StoredTrial[]>
  /** Of all studies, by study, in the order of their numbers; much quicker. */
  readTrialScores(project: string): Promise<TrialScore[]>
}
