import { z } from 'zod'
import { evaluationSchema } from '../evaluation.ts'
import { decisionSurfaceSchema } from '../monitoring.ts'
import { splitNameSchema } from '../recipes.ts'
import { runWarningSchema } from '../warnings.ts'
import { gradientCheckSchema, stepMomentSchema, stepViewSchema, unitViewSchema } from '../workedSteps.ts'
import { call, ofRun } from './subjects.ts'

const ofStep = { ...ofRun, moment: stepMomentSchema }

/** What a network learns: one step worked through, and a run watched while it trains. */
export const learningCalls = {
  /** One step of one row, worked through; `row` counts the table's rows from 0, null is the first training row. */
  'steps.view': call(
    z.object({ ...ofStep, row: z.number().int().min(0).nullable(), member: z.number().int().min(0) }),
    stepViewSchema,
  ),
  'steps.unit': call(
    z.object({
      ...ofStep,
      row: z.number().int().min(0),
      member: z.number().int().min(0),
      /** Of the stages of the view. */
      stage: z.number().int().min(0),
      unit: z.number().int().min(0),
    }),
    unitViewSchema,
  ),
  /** The gradient of a parameter, by its index in the flat layout, measured instead of derived. */
  'steps.check': call(
    z.object({ ...ofStep, row: z.number().int().min(0), index: z.number().int().min(0) }),
    gradientCheckSchema,
  ),
  /** What goes wrong in a run, while there is time to do something about it. */
  'monitoring.warnings': call(z.object(ofRun), z.array(runWarningSchema)),
  /** A split as the network of a run under way sees it now; of one that has ended as its best weights do. */
  'monitoring.fit': call(z.object({ ...ofRun, split: splitNameSchema }), evaluationSchema),
  /**
   * Over the first numeric columns where none are named, by the weights of now or of a kept epoch; null where the model
   * has not got two.
   */
  'monitoring.surface': call(
    z.object({
      ...ofRun,
      x: z.string().nullable(),
      y: z.string().nullable(),
      epoch: z.number().int().min(0).optional(),
    }),
    decisionSurfaceSchema.nullable(),
  ),
} as const
