import {
  keptMegabytes,
  type HiddenLayer,
  type MadeChange,
  type OutsideStop,
  type RunConfig,
} from '../../../shared/training.ts'
import { formatCount, formatDuration, plural } from '../format.ts'
import {
  averagingWords,
  categoriesWords,
  fieldWords,
  layerWords,
  lossWords,
  numbersWords,
  optimizerWords,
  scheduleWords,
  type FieldWord,
} from './fieldWords.ts'
import {
  activationNames,
  averagingNames,
  categoriesNames,
  ensembleNames,
  initializationNames,
  layerNames,
  lossNames,
  numbersNames,
  optimizerNames,
  scheduleNames,
  sharingNames,
  metricNames,
} from './names.ts'
import { lowerFirst, plainNumber } from './settingText.ts'

/** One setting of a run as label and value; the same labels as in the form. */
export interface SettingLine {
  label: string
  /** As it is shown. */
  value: string
  /** What it is sorted and compared by, where it is one number. */
  number?: number
}

/** Every setting of a configuration in the form's order and words; those that stand at nothing are left out. */
export function settingLines({ network, training }: RunConfig): SettingLine[] {
  const { numbers, categories, ensemble, loss } = network
  const { schedule, averaging, rateFactors, divergence, metrics = [] } = training
  return [
    {
      label: 'Hidden layers',
      value: network.hidden.length === 0 ? 'none' : network.hidden.map(layerText).join(', '),
    },
    ...(numbers === undefined ? [] : variantLines('Numbers', numbersNames, numbers, numbersWords)),
    ...(categories === undefined ? [] : variantLines('Categories', categoriesNames, categories, categoriesWords)),
    ...(ensemble === null || ensemble === undefined
      ? []
      : [{ label: 'Ensemble', value: `${ensemble.members}, ${ensembleNames[ensemble.kind].toLowerCase()}` }]),
    ...(loss === undefined ? [] : lossLines(loss)),
    ...variantLines('Optimizer', optimizerNames, training.optimizer, optimizerWords, ''),
    plainLine('Learning rate', training.learningRate),
    ...(schedule === undefined ? [] : variantLines('Schedule', scheduleNames, schedule, scheduleWords)),
    ...numberLine('Warm-up (epochs)', training.warmupEpochs),
    training.batchSize === null
      ? { label: 'Batch size', value: 'all rows' }
      : plainLine('Batch size', training.batchSize),
    { label: 'Epochs', value: formatCount(training.epochs), number: training.epochs },
    plainLine('L2', training.l2),
    ...numberLine('L1', training.l1),
    ...numberLine('Weight decay', training.weightDecay),
    ...(averaging === null || averaging === undefined
      ? []
      : variantLines(fieldWords.averaging.label, averagingNames, averaging, averagingWords)),
    ...numberLine(fieldWords.clipNorm.label, training.clipNorm),
    ...numberLine(fieldWords.clipValue.label, training.clipValue),
    ...numberLine(fieldWords.biases.label, rateFactors?.biases ?? training.biasRateFactor, 1),
    ...numberLine(fieldWords.embeddings.label, rateFactors?.embeddings, 1),
    ...numberLine(fieldWords.scales.label, rateFactors?.scales, 1),
    { label: 'Early stopping', value: stoppingText(training) },
    ...(metrics.length === 0 ? [] : [{ label: fieldWords.metrics.label, value: recordedText(training) }]),
    ...(divergence === null || divergence === undefined
      ? []
      : [{ label: 'Goes back', value: `${divergence.rollbacks} times, rate × ${plainNumber(divergence.factor)}` }]),
    timeLine('Time limit', training.timeLimitSeconds),
    ...[...Map.groupBy((training.changes ?? []).filter(isSetting), ({ step }) => step)].map(([step, changes]) => ({
      label: `From step ${formatCount(step)}`,
      value: changes.map(changeText).join('; '),
    })),
    plainLine('Seed', training.seed),
    ...numberLine(fieldWords.keptMegabytes.label, training.keptMegabytes, keptMegabytes({})),
    training.threads === null ? { label: 'Threads', value: 'automatic' } : plainLine('Threads', training.threads),
  ]
}

function recordedText({ metrics = [], trainMetrics = false }: RunConfig['training']): string {
  const names = metrics.map((name) => metricNames[name]).join(', ')
  return trainMetrics ? `${names}, of the training rows, too` : names
}

/** Why a run ended is no setting of it, and is said elsewhere. */
function isSetting({ stopped }: MadeChange): boolean {
  return stopped === undefined
}

/** What a run under way was changed to, or what happened to it. */
export function changeText({ diverged, rateFactor, epochs, stopped, ...change }: MadeChange): string {
  const settings = Object.entries(change).filter(([name]) => name !== 'step')
  const parts = settings.map(([name, value]) => {
    const label = fieldWords[name as keyof typeof fieldWords].label
    return `${lowerFirst(label)} ${plainNumber(value)}`
  })
  if (diverged !== undefined) parts.push(`went back from step ${formatCount(diverged.step)}`)
  if (rateFactor !== undefined) parts.push(`rate × ${plainNumber(rateFactor)}`)
  if (epochs !== undefined) parts.push(`extended to ${plural(epochs, 'epoch')}`)
  if (stopped !== undefined) parts.push(stopTexts[stopped])
  return parts.join(', ')
}

const stopTexts: Record<OutsideStop, string> = {
  stopped: 'stopped by you',
  timeLimit: 'time limit reached',
  pruned: 'stopped by its search',
}

function stoppingText({ earlyStopping }: RunConfig['training']): string {
  if (earlyStopping === null) return 'off'
  const { patience, minDelta, metric } = earlyStopping
  const watched = metric === undefined ? '' : ` without better ${metricNames[metric]}`
  return `after ${patience}${watched}${minDelta > 0 ? `, at least ${plainNumber(minDelta)}` : ''}`
}

function numberLine(label: string, value: number | null | undefined, nothing = 0): SettingLine[] {
  return value === null || value === undefined || value === nothing ? [] : [plainLine(label, value)]
}

function plainLine(label: string, value: number): SettingLine {
  return { label, value: plainNumber(value), number: value }
}

function timeLine(label: string, seconds: number | null): SettingLine {
  return seconds === null ? { label, value: 'none' } : { label, value: formatDuration(seconds), number: seconds }
}

/** A kind, and a line for each of its settings; `prefix` tells settings of the same name apart. */
function variantLines<K extends string>(
  label: string,
  names: Record<K, string>,
  value: { kind: K },
  words: Record<string, FieldWord>,
  prefix = `${label}: `,
): SettingLine[] {
  const settings = Object.entries(value).filter(([name]) => words[name] !== undefined)
  return [
    { label, value: names[value.kind] },
    ...settings.flatMap(([name, setting]) => {
      const own = words[name]?.label ?? name
      const text = shown(setting, words[name])
      if (text === null) return []
      const line = { label: prefix === '' ? own : `${prefix}${own.toLowerCase()}`, value: text }
      return [typeof setting === 'number' ? { ...line, number: setting } : line]
    }),
  ]
}

function shown(value: unknown, words: FieldWord | undefined): string | null {
  if (typeof value === 'number') return plainNumber(value)
  if (typeof value === 'boolean') return value ? 'yes' : null
  if (value === null) return words?.empty ?? 'none'
  return typeof value === 'string' ? value : ''
}

function lossLines(loss: NonNullable<RunConfig['network']['loss']>): SettingLine[] {
  const lines = variantLines('Loss', lossNames, loss, lossWords)
  if (loss.kind === 'quantile') lines.push({ label: 'Quantiles', value: loss.quantiles.join(', ') })
  if ((loss.kind === 'crossEntropy' || loss.kind === 'focal') && loss.classWeights !== null) {
    const { classWeights } = loss
    const each = classWeights === 'balanced' ? [] : Object.entries(classWeights)
    lines.push({
      label: 'Class weights',
      value: classWeights === 'balanced' ? 'balanced' : each.map(([name, weight]) => `${name} ${weight}`).join(', '),
    })
  }
  return lines
}

function layerText(layer: HiddenLayer): string {
  if (layer.kind === 'dense') {
    const { units, activation, initialization, initializationScale, bias, sharing } = layer
    const scale = initializationScale === undefined ? '' : ` ${plainNumber(initializationScale)}`
    const how = `${initializationNames[initialization]}${scale}${bias === false ? ', no bias' : ''}${sharing === undefined ? '' : `, ${lowerFirst(sharingNames[sharing])}`}`
    return `${units} ${activationNames[activation]} (${how})`
  }
  if (layer.kind === 'activation') return activationNames[layer.activation]
  if (layer.kind === 'residual') return `residual [${layer.layers.map(layerText).join(', ')}]`
  const settings = Object.entries(layer)
    .filter(([name]) => layerWords[name] !== undefined && name !== 'epsilon')
    .map(([, value]) => String(value))
  return `${layerNames[layer.kind].toLowerCase()}${settings.length === 0 ? '' : ` ${settings.join(' ')}`}`
}
