import { z } from 'zod'
import { epsilon, fraction, share } from './limits.ts'

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
  'dataDependent',
] as const
export const initializationSchema = z.enum(initializations)
export type Initialization = z.infer<typeof initializationSchema>

/** Half width of `uniform`, deviation of `normal`, value of `constant`, gain of `orthogonal`; the others take none. */
const initializationScale = z.number().min(-1e6).max(1e6)
/** Initializations that take a scale. */
export const scaledInitializations: readonly Initialization[] = ['uniform', 'normal', 'constant', 'orthogonal']

/**
 * What the members of an ensemble have in common of a layer: all of it, all but learned scales and biases of their own, or
 * nothing.
 */
export const sharings = ['all', 'adapters', 'own'] as const
export const sharingSchema = z.enum(sharings)
export type Sharing = z.infer<typeof sharingSchema>

export const denseLayerSchema = z.strictObject({
  /** A layer without a kind is dense. */
  kind: z.literal('dense').optional().default('dense'),
  units: z.number().int().min(1).max(4096),
  activation: activationSchema.default('relu'),
  initialization: initializationSchema.default('he'),
  initializationScale: initializationScale.optional(),
  /** Yes. */
  bias: z.boolean().optional(),
  /** As the ensemble's kind says; only in an ensemble. */
  sharing: sharingSchema.optional(),
})
export type DenseLayer = z.infer<typeof denseLayerSchema>

export const scaleInitials = ['ones', 'signs', 'normal'] as const

const residualLayerSchema = z.strictObject({
  kind: z.literal('residual'),
  /** What the block adds to its own input; the last width is the first. */
  get layers() {
    return z.array(hiddenLayerSchema).min(1).max(20)
  },
})

/** One hidden layer. What each computes stands in docs/engine.md. */
export const hiddenLayerSchema = z.discriminatedUnion('kind', [
  denseLayerSchema,
  z.strictObject({ kind: z.literal('activation'), activation: activationSchema }),
  z.strictObject({ kind: z.literal('prelu'), initial: z.number().min(-1e3).max(1e3).default(0.25) }),
  z.strictObject({ kind: z.literal('dropout'), rate: fraction.default(0.1) }),
  z.strictObject({
    kind: z.literal('batchNormalization'),
    momentum: share.default(0.1),
    epsilon: epsilon.default(1e-5),
  }),
  z.strictObject({ kind: z.literal('layerNormalization'), epsilon: epsilon.default(1e-5) }),
  z.strictObject({ kind: z.literal('rmsNormalization'), epsilon: epsilon.default(1e-5) }),
  z.strictObject({ kind: z.literal('scale'), initial: z.enum(scaleInitials).default('ones') }),
  residualLayerSchema,
])
export type HiddenLayer = z.infer<typeof hiddenLayerSchema>
export type LayerKind = HiddenLayer['kind']
export type ResidualLayer = Extract<HiddenLayer, { kind: 'residual' }>

/** Residual blocks within residual blocks, at most so deep. */
export const deepestResidual = 4
