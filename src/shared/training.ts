import { z } from 'zod'

export const activations = [
  'linear',
  'relu',
  'leakyRelu',
  'tanh',
  'sigmoid',
  'gelu',
  'elu',
  'selu',
  'silu',
  'mish',
  'softplus',
  'hardSigmoid',
  'hardTanh',
  'hardSwish',
] as const
export const activationSchema = z.enum(activations)
export type Activation = z.infer<typeof activationSchema>

export const initializations = [
  'he',
  'glorot',
  'heNormal',
  'glorotNormal',
  'lecun',
  'lecunNormal',
  'orthogonal',
  'uniform',
  'normal',
  'constant',
  'zeros',
] as const
export const initializationSchema = z.enum(initializations)
export type Initialization = z.infer<typeof initializationSchema>

export const lossSchema = z.enum(['meanSquaredError', 'softmaxCrossEntropy', 'binaryCrossEntropy'])
export type Loss = z.infer<typeof lossSchema>

export const hiddenLayerSchema = z.strictObject({
  units: z.number().int().min(1).max(4096),
  activation: activationSchema,
  initialization: initializationSchema,
  /** Half width of `uniform`, deviation of `normal`, value of `constant`, gain of `orthogonal`; the others take none. */
  initializationScale: z.number().min(-1e6).max(1e6).optional(),
})
export type HiddenLayer = z.infer<typeof hiddenLayerSchema>

/** Hidden layers only: the input layer follows from the recipe, the output layer and the loss from the task. */
export const networkSchema = z.strictObject({ hidden: z.array(hiddenLayerSchema).max(20) })
export type Network = z.infer<typeof networkSchema>

const probability = z.number().min(0).lt(1)
const epsilon = z.number().positive().max(1)
const share = z.number().min(0).max(1)
const penalty = z.number().min(0).max(1e6)
const epochs = z.number().positive().max(1e6)
const adam = {
  beta1: probability.default(0.9),
  beta2: probability.default(0.999),
  epsilon: epsilon.default(1e-8),
}

export const optimizerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('gradientDescent') }),
  z.strictObject({ kind: z.literal('momentum'), momentum: probability.default(0.9) }),
  z.strictObject({ kind: z.literal('nesterov'), momentum: probability.default(0.9) }),
  z.strictObject({ kind: z.literal('adagrad'), epsilon: epsilon.default(1e-10) }),
  z.strictObject({
    kind: z.literal('rmsprop'),
    decay: probability.default(0.99),
    epsilon: epsilon.default(1e-8),
    centered: z.boolean().optional(),
  }),
  z.strictObject({ kind: z.literal('adam'), ...adam }),
  z.strictObject({ kind: z.literal('adamW'), ...adam, weightDecay: penalty.default(0.01) }),
  z.strictObject({ kind: z.literal('amsgrad'), ...adam }),
  z.strictObject({ kind: z.literal('nadam'), ...adam, momentumDecay: share.default(0.004) }),
  z.strictObject({ kind: z.literal('radam'), ...adam }),
  z.strictObject({ kind: z.literal('lion'), beta1: probability.default(0.9), beta2: probability.default(0.99) }),
])
export type Optimizer = z.infer<typeof optimizerSchema>
export type OptimizerKind = Optimizer['kind']

/** How the learning rate changes over a run; the formulas stand in docs/engine.md. */
export const scheduleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant') }),
  z.strictObject({
    kind: z.literal('step'),
    everyEpochs: epochs.default(30),
    factor: z.number().positive().max(1).default(0.1),
  }),
  z.strictObject({ kind: z.literal('exponential'), factor: z.number().positive().max(1).default(0.95) }),
  z.strictObject({
    kind: z.literal('polynomial'),
    power: z.number().positive().max(100).default(1),
    finalFactor: share.default(0),
  }),
  z.strictObject({
    kind: z.literal('cosine'),
    /** null: one period over the whole run. */
    periodEpochs: epochs.nullable().default(null),
    periodMultiplier: z.number().min(1).max(100).default(1),
    finalFactor: share.default(0),
  }),
  z.strictObject({
    kind: z.literal('oneCycle'),
    riseFraction: share.default(0.3),
    divisor: z.number().min(1).max(1e9).default(25),
    finalDivisor: z.number().min(1).max(1e9).default(1e4),
  }),
  z.strictObject({
    kind: z.literal('plateau'),
    factor: z.number().positive().lt(1).default(0.1),
    patience: z.number().int().min(0).max(1_000_000).default(10),
    threshold: z.number().min(0).lt(1).default(1e-4),
    cooldownEpochs: z.number().int().min(0).max(1_000_000).default(0),
    minimumFactor: share.default(0),
  }),
  z.strictObject({ kind: z.literal('flatCosine'), flatFraction: share.default(0.75), finalFactor: share.default(0) }),
  z.strictObject({ kind: z.literal('cosineLog'), cycles: z.number().int().min(1).max(30).default(4) }),
])
export type Schedule = z.infer<typeof scheduleSchema>

/** Which average of the weights stands in for them in evaluation and as the best and last weights. */
export const averagingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exponential'), decay: probability.default(0.999) }),
  z.strictObject({ kind: z.literal('stochastic'), startEpoch: z.number().int().min(1).max(1_000_000) }),
])
export type Averaging = z.infer<typeof averagingSchema>

/** Settings that a configuration may leave out; what the engine then does is in each comment. */
const furtherSettings = {
  /** Constant. */
  schedule: scheduleSchema.optional(),
  /** 0: epochs in which the rate rises to the schedule's start. */
  warmupEpochs: z.number().min(0).max(1e6).optional(),
  /** 1: factor on the learning rate of the biases. */
  biasRateFactor: z.number().min(0).max(1e6).optional(),
  /** 0: penalty l1 · Σ|w| over weights, not biases. */
  l1: penalty.optional(),
  /** 0: decoupled decay of weights, not biases, w ← w − rate · decay · w in each step. */
  weightDecay: penalty.optional(),
  /** None: longest gradient, in the Euclidean norm. */
  clipNorm: z.number().positive().max(1e30).nullable().optional(),
  /** None: largest magnitude of the elements of a gradient. */
  clipValue: z.number().positive().max(1e30).nullable().optional(),
  /** None. */
  averaging: averagingSchema.nullable().optional(),
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
  ...furtherSettings,
})
export type TrainingSettings = z.infer<typeof trainingSettingsSchema>

/** The whole configuration of a run, as `--config` takes it and the studio exports it. */
export const runConfigSchema = z.strictObject({ network: networkSchema, training: trainingSettingsSchema })
export type RunConfig = z.infer<typeof runConfigSchema>

export const presets = ['fast', 'balanced', 'thorough', 'linear'] as const
export const presetSchema = z.enum(presets)
export type Preset = z.infer<typeof presetSchema>
