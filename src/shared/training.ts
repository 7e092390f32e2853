import { z } from 'zod'
import { madeChangeSchema } from './training/changes.ts'
import { categoriesSchema, ensembleSchema, numbersSchema } from './training/inputs.ts'
import { deepestResidual, hiddenLayerSchema, type HiddenLayer } from './training/layers.ts'
import { penalty, rateFactor } from './training/limits.ts'
import { lossSchema } from './training/losses.ts'
import { recordedMetricSchema, watchedMetricSchema } from './training/metrics.ts'
import { optimizerSchema } from './training/optimizers.ts'
import { averagingSchema, scheduleSchema } from './training/schedules.ts'

export * from './training/changes.ts'
export * from './training/inputs.ts'
export * from './training/layers.ts'
export * from './training/losses.ts'
export * from './training/metrics.ts'
export * from './training/optimizers.ts'
export * from './training/schedules.ts'

/**
 * Hidden layers only: the input layer follows from the recipe, the output layer from the task and the loss. What may be
 * left out is in each comment.
 */
export const networkSchema = z.strictObject({
  hidden: z.array(hiddenLayerSchema).max(20),
  /** Plain. */
  numbers: numbersSchema.optional(),
  /** One-hot. */
  categories: categoriesSchema.optional(),
  /** One network. */
  ensemble: ensembleSchema.nullable().optional(),
  /** The one that fits the task. */
  loss: lossSchema.optional(),
})
export type Network = z.infer<typeof networkSchema>

/** Settings that a configuration may leave out; what the engine then does is in each comment. */
const furtherSettings = {
  /** Constant. */
  schedule: scheduleSchema.optional(),
  /** 0: epochs in which the rate rises to the schedule's start. */
  warmupEpochs: z.number().min(0).max(1e6).optional(),
  /** 1 each: factors on the learning rate of groups of parameters. */
  rateFactors: z
    .strictObject({
      biases: rateFactor.default(1),
      embeddings: rateFactor.default(1),
      /** Of normalizations, learned scales and PReLU. */
      scales: rateFactor.default(1),
    })
    .optional(),
  /** Another way to write `rateFactors.biases`. */
  biasRateFactor: rateFactor.optional(),
  /** 0: penalty l1 · Σ|w| over weights, not biases. */
  l1: penalty.optional(),
  /** 0: decoupled decay of weights, not biases, w ← w − rate · decay · w in each step. */
  weightDecay: penalty.optional(),
  /** None: longest gradient, in the Euclidean norm. */
  clipNorm: z.number().positive().max(1e30).nullable().optional(),
  /** None: largest magnitude of the elements of a gradient. */
  clipValue: z.number().positive().max(1e30).nullable().optional(),
  /** None: what is recorded of the validation rows at each epoch's end beside the loss, in the unit of the target. */
  metrics: z
    .array(recordedMetricSchema)
    .max(recordedMetricSchema.options.length)
    .refine((names) => new Set(names).size === names.length, 'must name each metric once')
    .optional(),
  /** No: `metrics` of the training rows, too. A run without validation rows records these. */
  trainMetrics: z.boolean().optional(),
  /** None. */
  averaging: averagingSchema.nullable().optional(),
  /** None: a loss that is not finite ends the run. Else it goes back to the last epoch, `rollbacks` times at most, at
   * `factor` times the learning rate. */
  divergence: z
    .strictObject({
      rollbacks: z.number().int().min(1).max(100).default(3),
      factor: z.number().positive().lt(1).default(0.5),
    })
    .nullable()
    .optional(),
  /** 16: space for weights at epochs, beside the best and the last ones; 0: nothing of epochs is kept. */
  keptMegabytes: z.number().min(0).max(1e6).optional(),
  /** None: changes that were made while a run was under way, in order. */
  changes: z.array(madeChangeSchema).max(10_000).optional(),
}

export const trainingSettingsSchema = z.strictObject({
  optimizer: optimizerSchema,
  learningRate: z.number().positive().max(100),
  /** Rows per weight update; null is the whole training split (classic gradient descent). */
  batchSize: z.number().int().min(1).max(1_000_000).nullable(),
  epochs: z.number().int().min(1).max(1_000_000),
  /** Penalty l2/2 · Σw² over weights, not biases. */
  l2: z.number().min(0).max(100),
  earlyStopping: z
    .strictObject({
      patience: z.number().int().min(1).max(100_000),
      minDelta: z.number().min(0).max(1e6),
      /** The loss: what must improve; by it the best weights are chosen, too. */
      metric: watchedMetricSchema.optional(),
    })
    .nullable(),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 32 - 1),
  /** null: chosen by the size of the work. Results do not depend on it. */
  threads: z.number().int().min(1).max(256).nullable(),
  timeLimitSeconds: z.number().positive().nullable(),
  ...furtherSettings,
})
export type TrainingSettings = z.infer<typeof trainingSettingsSchema>

/** Space, in megabytes, that weights at epochs may take. */
export function keptMegabytes(settings: Pick<TrainingSettings, 'keptMegabytes'>): number {
  return settings.keptMegabytes ?? 16
}

/** What L-BFGS cannot follow: the setting, what it must be, and why. */
const withoutLbfgs = [
  ['batchSize', null, 'it compares losses of the same rows'],
  ['l1', 0, 'the penalty has a kink; use l2'],
  ['weightDecay', 0, 'it is no part of what is made small; use l2'],
  ['clipNorm', null, 'its line search limits a step'],
  ['clipValue', null, 'its line search limits a step'],
  ['averaging', null, 'it approaches one minimum'],
  ['divergence', null, 'its line search takes no loss that is not finite'],
] as const

/** The whole configuration of a run, as `--config` takes it and the studio exports it. */
export const runConfigSchema = z.strictObject({
  network: networkSchema.superRefine(({ hidden, ensemble }, context) => {
    const problem = depthProblem(hidden, 1, ['hidden'])
    if (problem !== null)
      context.addIssue({ code: 'custom', path: problem, message: `must not be nested deeper than ${deepestResidual}` })
    const shared = ensemble === null || ensemble === undefined ? sharedLayer(hidden, ['hidden']) : null
    if (shared !== null)
      context.addIssue({ code: 'custom', path: shared, message: 'must be left out where network.ensemble is' })
  }),
  training: trainingSettingsSchema.superRefine((training, context) => {
    if (training.optimizer.kind !== 'lbfgs') return
    for (const [name, nothing, reason] of withoutLbfgs) {
      const value = training[name]
      if (value === undefined || value === null || value === nothing) continue
      context.addIssue({
        code: 'custom',
        path: [name],
        message: `must be ${nothing === null ? 'null' : nothing} with the optimizer lbfgs: ${reason}`,
      })
    }
  }),
})
export type RunConfig = z.infer<typeof runConfigSchema>

/** The first setting of how members share a layer. */
function sharedLayer(layers: readonly HiddenLayer[], path: (string | number)[]): (string | number)[] | null {
  for (const [index, layer] of layers.entries()) {
    const place = [...path, index]
    if (layer.kind === 'dense' && layer.sharing !== undefined) return [...place, 'sharing']
    const inner = layer.kind === 'residual' ? sharedLayer(layer.layers, [...place, 'layers']) : null
    if (inner !== null) return inner
  }
  return null
}

/** Where residual blocks lie too deep in each other. */
function depthProblem(
  layers: readonly HiddenLayer[],
  depth: number,
  path: (string | number)[],
): (string | number)[] | null {
  for (const [index, layer] of layers.entries()) {
    if (layer.kind !== 'residual') continue
    const place = [...path, index]
    if (depth > deepestResidual) return place
    const deeper = depthProblem(layer.layers, depth + 1, [...place, 'layers'])
    if (deeper !== null) return deeper
  }
  return null
}

export const presets = ['fast', 'balanced', 'thorough', 'linear'] as const
export const presetSchema = z.enum(presets)
export type Preset = z.infer<typeof presetSchema>
