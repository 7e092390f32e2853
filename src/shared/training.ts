import { z } from 'zod'

export const activations = ['linear', 'relu', 'leakyRelu', 'tanh', 'sigmoid', 'gelu'] as const
export const activationSchema = z.enum(activations)
export type Activation = z.infer<typeof activationSchema>

export const initializations = ['he', 'glorot'] as const
export const initializationSchema = z.enum(initializations)
export type Initialization = z.infer<typeof initializationSchema>

export const lossSchema = z.enum(['meanSquaredError', 'softmaxCrossEntropy', 'binaryCrossEntropy'])
export type Loss = z.infer<typeof lossSchema>

export const hiddenLayerSchema = z.strictObject({
  units: z.number().int().min(1).max(4096),
  activation: activationSchema,
  initialization: initializationSchema,
})
export type HiddenLayer = z.infer<typeof hiddenLayerSchema>

/** Hidden layers only: the input layer follows from the recipe, the output layer and the loss from the task. */
export const networkSchema = z.strictObject({ hidden: z.array(hiddenLayerSchema).max(20) })
export type Network = z.infer<typeof networkSchema>

const probability = z.number().min(0).lt(1)
const epsilon = z.number().positive().max(1)

export const optimizerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('gradientDescent') }),
  z.strictObject({ kind: z.literal('momentum'), momentum: probability.default(0.9) }),
  z.strictObject({ kind: z.literal('rmsprop'), decay: probability.default(0.99), epsilon: epsilon.default(1e-8) }),
  z.strictObject({
    kind: z.literal('adam'),
    beta1: probability.default(0.9),
    beta2: probability.default(0.999),
    epsilon: epsilon.default(1e-8),
  }),
])
export type Optimizer = z.infer<typeof optimizerSchema>
export type OptimizerKind = Optimizer['kind']

export const trainingSettingsSchema = z.strictObject({
  optimizer: optimizerSchema,
  learningRate: z.number().positive().max(100),
  /** Rows per weight update; null is the whole training split (classic gradient descent). */
  batchSize: z.number().int().min(1).max(1_000_000).nullable(),
  epochs: z.number().int().min(1).max(1_000_000),
  /** Penalty l2/2 · Σw² over weights, not biases. */
  l2: z.number().min(0).max(100),
  earlyStopping: z
    .strictObject({ patience: z.number().int().min(1).max(100_000), minDelta: z.number().min(0).max(1e6) })
    .nullable(),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 32 - 1),
  /** null: chosen by the size of the work. Results do not depend on it. */
  threads: z.number().int().min(1).max(256).nullable(),
  timeLimitSeconds: z.number().positive().nullable(),
})
export type TrainingSettings = z.infer<typeof trainingSettingsSchema>

/** The whole configuration of a run, as `--config` takes it and the studio exports it. */
export const runConfigSchema = z.strictObject({ network: networkSchema, training: trainingSettingsSchema })
export type RunConfig = z.infer<typeof runConfigSchema>

export const presets = ['fast', 'balanced', 'thorough', 'linear'] as const
export const presetSchema = z.enum(presets)
export type Preset = z.infer<typeof presetSchema>
