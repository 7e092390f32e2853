import { z } from 'zod'
import { epsilon, fraction, penalty, share } from './limits.ts'

const adam = {
  beta1: fraction.default(0.9),
  beta2: fraction.default(0.999),
  epsilon: epsilon.default(1e-8),
}

/** How long the steps of Muon are: as Adam's usual ones, or as its author has them. */
export const muonScalings = ['matchAdam', 'original'] as const

/** The formulas stand in docs/engine.md. */
export const optimizerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('gradientDescent') }),
  z.strictObject({ kind: z.literal('momentum'), momentum: fraction.default(0.9) }),
  z.strictObject({ kind: z.literal('nesterov'), momentum: fraction.default(0.9) }),
  z.strictObject({ kind: z.literal('adagrad'), epsilon: epsilon.default(1e-10) }),
  z.strictObject({
    kind: z.literal('rmsprop'),
    decay: fraction.default(0.99),
    epsilon: epsilon.default(1e-8),
    centered: z.boolean().optional(),
  }),
  z.strictObject({ kind: z.literal('adam'), ...adam }),
  z.strictObject({ kind: z.literal('adamW'), ...adam, weightDecay: penalty.default(0.01) }),
  z.strictObject({ kind: z.literal('amsgrad'), ...adam }),
  z.strictObject({ kind: z.literal('nadam'), ...adam, momentumDecay: share.default(0.004) }),
  z.strictObject({ kind: z.literal('radam'), ...adam }),
  z.strictObject({ kind: z.literal('lion'), beta1: fraction.default(0.9), beta2: fraction.default(0.99) }),
  /** Hidden weight matrices by orthogonalized steps; everything else follows Adam. */
  z.strictObject({
    kind: z.literal('muon'),
    momentum: fraction.default(0.95),
    nesterov: z.boolean().default(true),
    iterations: z.number().int().min(1).max(100).default(5),
    scaling: z.enum(muonScalings).default('matchAdam'),
    ...adam,
  }),
  /** Over all rows at once: the batch size is null. The learning rate is the first length a step tries, 1 as a rule. */
  z.strictObject({
    kind: z.literal('lbfgs'),
    history: z.number().int().min(1).max(1000).default(10),
    maxLineSearch: z.number().int().min(1).max(1000).default(25),
    gradientTolerance: z.number().min(0).max(1e6).default(1e-7),
  }),
])
export type Optimizer = z.infer<typeof optimizerSchema>
export type OptimizerKind = Optimizer['kind']
