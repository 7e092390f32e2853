import { z } from 'zod'
import { studyIdSchema } from '../ids.ts'
import { recipeSchema } from '../recipes.ts'
import { searchSettingsSchema, searchSpaceSchema } from '../search.ts'
import { studyPlanSchema, studyResultsSchema, studySchema, studyWithTrialsSchema } from '../studies.ts'
import { runConfigSchema } from '../training.ts'
import { call, inProject, name, ofDataset } from './subjects.ts'

const ofStudy = { ...inProject, study: studyIdSchema }

/** Repeats, cross-validation and searches. */
export const studyCalls = {
  /** A space and settings for a search around a configuration, to be changed at will. */
  'studies.suggest': call(
    z.object({ ...ofDataset, recipe: recipeSchema, config: runConfigSchema }),
    z.object({ space: searchSpaceSchema, settings: searchSettingsSchema }),
  ),
  /** Returns once the study is stored; progress comes as `study` events, job id = study id. */
  'studies.start': call(
    z.object({
      ...ofDataset,
      recipe: recipeSchema,
      config: runConfigSchema,
      plan: studyPlanSchema,
      name: name.optional(),
    }),
    studySchema,
  ),
  'studies.pause': call(z.object(ofStudy), studySchema),
  /** Continues a paused or interrupted study with what is there of it. */
  'studies.resume': call(z.object(ofStudy), studySchema),
  /** Ends it; trials under way keep their best weights. */
  'studies.stop': call(z.object(ofStudy), studySchema),
  'studies.list': call(z.object(inProject), z.array(studySchema)),
  'studies.get': call(z.object(ofStudy), studyWithTrialsSchema),
  'studies.results': call(z.object(ofStudy), studyResultsSchema),
  'studies.rename': call(z.object({ ...ofStudy, name }), studySchema),
} as const
