import { z } from 'zod'
import { jobIdSchema } from '../ids.ts'
import { lookSchema, recipePreviewSchema, recipeSchema, suggestedRecipeSchema, targetReportSchema } from '../recipes.ts'
import { holidayPlaceSchema } from '../recipes/dates.ts'
import { call, nothing, ofDataset } from './subjects.ts'

/** What is done to a table before it is trained on. */
export const recipeCalls = {
  /** The stored recipe; suggested and stored on first use. */
  'recipes.get': call(z.object(ofDataset), recipeSchema),
  'recipes.save': call(z.object({ ...ofDataset, recipe: recipeSchema }), recipeSchema),
  'recipes.suggest': call(z.object({ ...ofDataset, target: z.string().nullable() }), suggestedRecipeSchema),
  /**
   * What a recipe does, over all rows as a job; or at once over a sample of them, where a newer question of the same
   * table makes an older one fail as `cancelled`.
   */
  'recipes.preview': call(
    z.object({
      ...ofDataset,
      job: jobIdSchema,
      recipe: recipeSchema,
      /** The columns to be seen, at most one a step. */
      looks: z.array(lookSchema).max(100).default([]),
      sample: z.boolean().default(false),
    }),
    recipePreviewSchema,
  ),
  /** How closely every column goes with one of them, whatever their roles. */
  'recipes.relations': call(z.object({ ...ofDataset, job: jobIdSchema, target: z.string() }), targetReportSchema),
  /** Countries and regions whose public holidays a step can mark, each country before its regions. */
  'recipes.holidayPlaces': call(nothing, z.array(holidayPlaceSchema)),
} as const
