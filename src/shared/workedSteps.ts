import { z } from 'zod'
import { splitNameSchema } from './recipes.ts'

/** Which network does the step: a run's newest, with its optimizer's state, or that of a kept epoch, with a fresh one. */
export const stepMomentSchema = z.union([z.literal('next'), z.number().int().min(0)])
export type StepMoment = z.infer<typeof stepMomentSchema>

/** One column of numbers of the network, as the row makes them: its inputs, weighted sums, activations, … */
export const stepStageSchema = z.object({
  /** `features`, `dense` (the weighted sums), `activation`, or the layer's own kind. */
  kind: z.string(),
  /** Of the layer, from the outermost to the innermost, counted from 1; empty for the features. */
  layer: z.array(z.number().int()),
  activation: z.string().nullable(),
  outputs: z.array(z.number()),
  /** The loss's derivative by each output; null where no parameter is at or below it. */
  derivatives: z.array(z.number()).nullable(),
  /** Of a small dense layer, [inputs × units] row by row. */
  weights: z.array(z.number()).nullable(),
  /** What the optimizer adds to each of them. */
  changes: z.array(z.number()).nullable(),
})
export type StepStage = z.infer<typeof stepStageSchema>

/** One step of one row, worked through by the engine. */
export const stepViewSchema = z.object({
  /** Of the run, counted from 1. */
  step: z.number().int(),
  /** Of the table, from 0. */
  row: z.number().int(),
  split: splitNameSchema,
  /** The used rows before and after it. */
  previous: z.number().int().nullable(),
  next: z.number().int().nullable(),
  /** Of the weights, by the schedule. */
  learningRate: z.number(),
  loss: z.number(),
  l2Penalty: z.number(),
  l1Penalty: z.number(),
  gradientNorm: z.number(),
  /** What the limit of the gradient's length multiplies it with; 1 where it holds. */
  clipScale: z.number(),
  /** Networks of an ensemble, of which one is seen. */
  members: z.number().int(),
  /** Of the features' columns. */
  inputNames: z.array(z.string()),
  outputNames: z.array(z.string()),
  /** As the loss takes it: a class as its index, a number as the network learns it. */
  target: z.number(),
  /** As the table has it. */
  actual: z.string(),
  /** The network's outputs with the output function: probabilities, or values. */
  predictions: z.array(z.number()),
  stages: z.array(stepStageSchema),
})
export type StepView = z.infer<typeof stepViewSchema>

/** A parameter before, in and after the step. */
export const steppedParameterSchema = z.object({
  /** In the flat layout, by which its gradient can be checked. */
  index: z.number().int(),
  before: z.number(),
  /** Of the row's loss. */
  gradient: z.number(),
  /** Clipped, and with the penalties: what the optimizer sees. */
  effective: z.number(),
  /** The optimizer's state. */
  moments: z.array(z.object({ name: z.string(), before: z.number(), after: z.number() })),
  after: z.number(),
})
export type SteppedParameter = z.infer<typeof steppedParameterSchema>

/** All that belongs to one unit: what comes in, and where it goes. The largest shares first. */
export const unitViewSchema = z.object({
  /** Of a dense layer: an entry an input. */
  incoming: z.array(z.object({ from: z.number().int(), input: z.number(), weight: steppedParameterSchema })),
  /** Inputs that are not listed, and what they add to the sum. */
  rest: z.object({ count: z.number().int(), sum: z.number() }),
  bias: steppedParameterSchema.nullable(),
  /** Of other layers: their parameters of this column. */
  parameters: z.array(z.object({ name: z.string(), parameter: steppedParameterSchema })),
  /** The units of the next dense layer that it feeds. */
  outgoing: z.array(z.object({ to: z.number().int(), weight: z.number(), derivative: z.number() })),
  /** Units that are not listed, and what they add to the derivative. */
  outgoingRest: z.object({ count: z.number().int(), sum: z.number() }),
})
export type UnitView = z.infer<typeof unitViewSchema>

/** The derivative by one parameter, measured by moving it a little to both sides. */
export const gradientCheckSchema = z.object({
  distance: z.number(),
  /** The loss with the parameter moved down and up by the distance. */
  below: z.number(),
  above: z.number(),
  gradient: z.number(),
})
export type GradientCheck = z.infer<typeof gradientCheckSchema>
