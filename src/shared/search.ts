import { z } from 'zod'
import { watchedMetricSchema } from './training.ts'

/** A value of a hyper-parameter as a configuration has it. */
export const searchValueSchema = z.json()
export type SearchValue = z.infer<typeof searchValueSchema>

/**
 * Hyper-parameters that stand for the hidden layers as a whole: `depth` layers of `width` units, all with one activation,
 * normalization and dropout.
 */
export const networkParameters = [
  'network.depth',
  'network.width',
  'network.activation',
  'network.normalization',
  'network.dropout',
] as const
export type NetworkParameter = (typeof networkParameters)[number]

export const normalizations = ['none', 'batchNormalization', 'layerNormalization', 'rmsNormalization'] as const
export const normalizationSchema = z.enum(normalizations)
export type Normalization = z.infer<typeof normalizationSchema>

/** The parameter is searched only where another one, which stands before it, has one of these values. */
export const searchConditionSchema = z.strictObject({
  path: z.string(),
  values: z.array(searchValueSchema).min(1).max(100),
})
export type SearchCondition = z.infer<typeof searchConditionSchema>

const common = {
  /**
   * A setting's place in a run's configuration, joined by dots (`training.learningRate`, `network.hidden.0.units`), or one
   * of `networkParameters`. Where the setting is one of several kinds, a text stands for a kind with its defaults.
   */
  path: z.string().regex(/^(training|network)(\.[A-Za-z0-9]+)+$/, 'must name a setting of training or network'),
  /** All must hold. */
  conditions: z.array(searchConditionSchema).max(10).optional(),
}
/** Values that a grid takes of the range, evenly spread; 4. Of a whole number with fewer values, all of them. */
const steps = z.number().int().min(2).max(100).optional()

export const searchParameterSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('float'),
    low: z.number(),
    high: z.number(),
    /** Spread evenly in the logarithm. */
    log: z.boolean().default(false),
    steps,
  }),
  z.strictObject({
    ...common,
    kind: z.literal('int'),
    low: z.number().int(),
    high: z.number().int(),
    /** Values are low, low + step, … up to high. */
    step: z.number().int().min(1).default(1),
    log: z.boolean().default(false),
    steps,
  }),
  z.strictObject({ ...common, kind: z.literal('choice'), values: z.array(searchValueSchema).min(1).max(100) }),
])
export type SearchParameter = z.infer<typeof searchParameterSchema>

/** What a search varies; all else stays as the configuration that it starts from. */
export const searchSpaceSchema = z
  .strictObject({ parameters: z.array(searchParameterSchema).min(1).max(40) })
  .superRefine(({ parameters }, context) => {
    for (const [index, parameter] of parameters.entries()) {
      const report = (message: string, ...path: (string | number)[]): void =>
        context.addIssue({ code: 'custom', path: ['parameters', index, ...path], message })
      const before = parameters.slice(0, index).map(({ path }) => path)
      if (before.includes(parameter.path)) report('must not be named twice', 'path')
      for (const [at, condition] of (parameter.conditions ?? []).entries()) {
        if (!before.includes(condition.path))
          report('must name a parameter that stands before', 'conditions', at, 'path')
      }
      if (parameter.kind === 'choice') {
        const values = parameter.values.map((value) => JSON.stringify(value))
        if (new Set(values).size < values.length) report('must name each value once', 'values')
        continue
      }
      if (parameter.low > parameter.high) report('must not be below low', 'high')
      if (parameter.log && parameter.low <= 0) report('must be above 0 for a logarithmic range', 'low')
      if (parameter.log && parameter.kind === 'int' && parameter.step > 1) report('must be 1 with log', 'step')
    }
  })
export type SearchSpace = z.infer<typeof searchSpaceSchema>

export const searchMethods = ['random', 'grid', 'tpe'] as const
export const searchMethodSchema = z.enum(searchMethods)
export type SearchMethod = z.infer<typeof searchMethodSchema>

export const searchSettingsSchema = z.strictObject({
  method: searchMethodSchema,
  /** At most so many; a grid and a space of few points may end before. */
  trials: z.number().int().min(1).max(10_000),
  /** No trial starts after so long; null: without limit. */
  timeSeconds: z.number().positive().nullable(),
  /** Trials that are not among the best 1/eta at minimumEpochs · eta^k epochs are stopped there; null: none is. */
  halving: z
    .strictObject({ eta: z.number().int().min(2).max(10), minimumEpochs: z.number().int().min(1).max(1_000_000) })
    .nullable(),
  /** Measured on the validation rows. */
  metric: watchedMetricSchema,
  direction: z.enum(['minimize', 'maximize']),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 32 - 1),
  /** Trials that train at the same time. */
  parallel: z.number().int().min(1).max(256),
})
export type SearchSettings = z.infer<typeof searchSettingsSchema>

/** The values that a trial has, by path. Parameters whose conditions do not hold are absent. */
export const searchPointSchema = z.record(z.string(), searchValueSchema)
export type SearchPoint = z.infer<typeof searchPointSchema>

/** `pruned`: stopped by successive halving. `failed`: without a score, because its loss exploded, say. */
export const trialStates = ['running', 'finished', 'pruned', 'failed'] as const
export const trialStateSchema = z.enum(trialStates)
export type TrialState = z.infer<typeof trialStateSchema>

/** One trial as the search has to know it; a list of these is all that a search remembers. */
export const trialSchema = z.strictObject({
  point: searchPointSchema,
  state: trialStateSchema,
  /** The best value of the metric so far; null where there is none. */
  score: z.number().nullable(),
  /** The best value of the metric up to each rung that was reached, in order. */
  rungs: z.array(z.strictObject({ epoch: z.number().int(), score: z.number() })),
})
export type Trial = z.infer<typeof trialSchema>
