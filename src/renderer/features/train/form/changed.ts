import { withEnsemble } from '../../../../core/defaults/suited.ts'
import {
  averagingSchema,
  categoriesSchema,
  ensembleSchema,
  keptMegabytes,
  lossSchema,
  numbersSchema,
  optimizerSchema,
  scheduleSchema,
  trainingSettingsSchema,
  type Network,
  type RunConfig,
  type TrainingSettings,
} from '../../../../shared/training.ts'

const evenRates = { biases: 1, embeddings: 1, scales: 1 }

/**
 * Every setting by its place, those that a configuration leaves out with what they then are: `schedule` is the kind of a
 * choice, `schedule.factor` one of its settings. The hidden layers are one setting.
 */
export function settingValues({ network, training }: RunConfig): Map<string, unknown> {
  const { optimizer, schedule, averaging, rateFactors, biasRateFactor, earlyStopping, divergence, ...plain } = training
  const { changes: _, ...settings } = plain
  const values: Record<string, unknown> = {
    hidden: network.hidden,
    ...choice('numbers', network.numbers ?? { kind: 'plain' }),
    ...choice('categories', network.categories ?? { kind: 'oneHot' }),
    ...choice('ensemble', network.ensemble ?? { kind: 'none' }),
    ...choice('loss', network.loss ?? { kind: 'auto' }),
    ...choice('optimizer', optimizer),
    ...choice('schedule', schedule ?? { kind: 'constant' }),
    ...choice('averaging', averaging ?? { kind: 'none' }),
    ...within('rateFactors', rateFactors ?? { ...evenRates, biases: biasRateFactor ?? 1 }),
    ...onOrOff('earlyStopping', earlyStopping === null ? null : { metric: 'loss', ...earlyStopping }),
    ...onOrOff('divergence', divergence ?? null),
    ...absent,
    ...Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)),
  }
  return new Map(Object.entries(values).filter(([, value]) => value !== undefined))
}

const absent = {
  warmupEpochs: 0,
  l1: 0,
  weightDecay: 0,
  clipNorm: null,
  clipValue: null,
  metrics: [],
  trainMetrics: false,
  keptMegabytes: keptMegabytes({}),
}

function within(place: string, settings: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [`${place}.${name}`, value]))
}

function choice(place: string, { kind, ...settings }: { kind: string }): Record<string, unknown> {
  return { [place]: kind, ...within(place, settings) }
}

function onOrOff(place: string, settings: object | null): Record<string, unknown> {
  return { [place]: settings !== null, ...within(place, settings ?? {}) }
}

/** The settings that are not as in the base; those of another kind are held against that kind's defaults. */
export function changedSettings(config: RunConfig, base: RunConfig): Set<string> {
  const [values, before] = [settingValues(config), settingValues(base)]
  const changed = new Set<string>()
  for (const [place, value] of values) {
    const [head = '', setting] = place.split('.')
    const isSameKind = setting === undefined || values.get(head) === before.get(head)
    const usual = isSameKind ? before.get(place) : standardsOf(head, values.get(head)).get(place)
    // A setting that has no standard comes with its kind.
    if (!isSameKind && usual === undefined) continue
    if (JSON.stringify(value) !== JSON.stringify(usual)) changed.add(place)
  }
  return changed
}

const kinds = {
  numbers: numbersSchema,
  categories: categoriesSchema,
  ensemble: ensembleSchema,
  loss: lossSchema,
  optimizer: optimizerSchema,
  schedule: scheduleSchema,
  averaging: averagingSchema,
}
const divergenceSchema = trainingSettingsSchema.shape.divergence.unwrap().unwrap()
/** What early stopping begins with where it is switched on. */
export const usualStopping = { patience: 20, minDelta: 0 }

/** The standard settings of a kind by their places. */
function standardsOf(head: string, kind: unknown): Map<string, unknown> {
  if (head === 'earlyStopping') return new Map(Object.entries(within(head, { ...usualStopping, metric: 'loss' })))
  if (head === 'divergence') return new Map(Object.entries(within(head, divergenceSchema.parse({}))))
  const schema = Object.entries(kinds).find(([name]) => name === head)?.[1]
  const parsed = schema?.safeParse({ kind })
  return new Map(Object.entries(parsed?.success === true ? within(head, parsed.data) : {}))
}

/** The configuration with one setting as the base has it; of another kind, as that kind's standard is. */
export function resetSetting(config: RunConfig, base: RunConfig, place: string): RunConfig {
  const [head = '', setting] = place.split('.')
  if (setting === undefined) return resetWhole(config, base, head)
  const [values, before] = [settingValues(config), settingValues(base)]
  const isSameKind = values.get(head) === before.get(head)
  const value = isSameKind ? before.get(place) : standardsOf(head, values.get(head)).get(place)
  const { network, training } = config
  switch (head) {
    case 'numbers':
      return withNetwork(config, { numbers: numbersSchema.parse({ ...network.numbers, [setting]: value }) })
    case 'categories':
      return withNetwork(config, { categories: categoriesSchema.parse({ ...network.categories, [setting]: value }) })
    case 'ensemble':
      return withNetwork(config, { ensemble: ensembleSchema.parse({ ...network.ensemble, [setting]: value }) })
    case 'loss':
      return withNetwork(config, { loss: lossSchema.parse({ ...network.loss, [setting]: value }) })
    case 'rateFactors': {
      const { rateFactors, biasRateFactor } = training
      const now = rateFactors ?? { ...evenRates, biases: biasRateFactor ?? 1 }
      return withTraining(config, { rateFactors: { ...now, [setting]: value }, biasRateFactor: undefined })
    }
    default:
      return withTraining(config, { [head]: { ...settingsAt(training, head), [setting]: value } })
  }
}

function settingsAt(training: TrainingSettings, head: string): object {
  const found: unknown = Object.entries(training).find(([name]) => name === head)?.[1]
  return typeof found === 'object' && found !== null ? found : {}
}

function resetWhole(config: RunConfig, base: RunConfig, head: string): RunConfig {
  const { network, training } = base
  switch (head) {
    case 'ensemble':
      return { ...config, network: withEnsemble(config.network, network.ensemble ?? null) }
    case 'hidden':
    case 'numbers':
    case 'categories':
    case 'loss':
      return withNetwork(config, { [head]: network[head] })
    case 'optimizer': {
      // L-BFGS goes with other rates and batches than the rest.
      const { optimizer, learningRate, batchSize } = training
      const isAlike = (config.training.optimizer.kind === 'lbfgs') === (optimizer.kind === 'lbfgs')
      return withTraining(config, isAlike ? { optimizer } : { optimizer, learningRate, batchSize })
    }
    default:
      return withTraining(config, { [head]: Object.entries(training).find(([name]) => name === head)?.[1] })
  }
}

function withNetwork(config: RunConfig, change: Partial<Network>): RunConfig {
  return { ...config, network: { ...config.network, ...change } }
}

function withTraining(config: RunConfig, change: Record<string, unknown>): RunConfig {
  return { ...config, training: trainingSettingsSchema.parse({ ...config.training, ...change }) }
}
