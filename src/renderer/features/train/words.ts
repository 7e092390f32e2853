import type { Activation, Initialization, OptimizerKind, Preset, RunConfig } from '../../../shared/training.ts'
import type { Run, RunState } from '../../../shared/runs.ts'
import { formatCount, formatDuration, plural } from '../../components/format.ts'
import { formatValue } from '../../charts/format.ts'

export const activationNames: Record<Activation, string> = {
  linear: 'Linear',
  relu: 'ReLU',
  leakyRelu: 'Leaky ReLU',
  tanh: 'Tanh',
  sigmoid: 'Sigmoid',
  gelu: 'GELU',
  elu: 'ELU',
  selu: 'SELU',
  silu: 'SiLU (swish)',
  mish: 'Mish',
  softplus: 'Softplus',
  hardSigmoid: 'Hard sigmoid',
  hardTanh: 'Hard tanh',
  hardSwish: 'Hard swish',
}

export const initializationNames: Record<Initialization, string> = {
  he: 'He',
  glorot: 'Glorot',
  heNormal: 'He, normal',
  glorotNormal: 'Glorot, normal',
  lecun: 'LeCun',
  lecunNormal: 'LeCun, normal',
  orthogonal: 'Orthogonal',
  uniform: 'Uniform',
  normal: 'Normal',
  constant: 'Constant',
  zeros: 'Zeros',
}

export const optimizerNames: Record<OptimizerKind, string> = {
  gradientDescent: 'Gradient descent',
  momentum: 'Momentum',
  nesterov: 'Nesterov momentum',
  adagrad: 'AdaGrad',
  rmsprop: 'RMSprop',
  adam: 'Adam',
  adamW: 'AdamW',
  amsgrad: 'AMSGrad',
  nadam: 'NAdam',
  radam: 'RAdam',
  lion: 'Lion',
}

export const presetWords: Record<Preset, { name: string; text: string }> = {
  fast: { name: 'Fast', text: 'A small network: a first answer in seconds.' },
  balanced: { name: 'Balanced', text: 'A good score soon. Right for most tables.' },
  thorough: { name: 'Thorough', text: 'A larger network and more patience.' },
  linear: { name: 'Linear baseline', text: 'A straight formula, no hidden layer. The one to beat.' },
}

export const stateWords: Record<RunState, string> = {
  preparing: 'Preparing',
  running: 'Training',
  paused: 'Paused',
  finished: 'Finished',
  failed: 'Failed',
  interrupted: 'Interrupted',
}

/** "64-32, Adam, 0.001": a configuration in a few words. */
export function configInShort(config: RunConfig): string {
  const layers = config.network.hidden.map(({ units }) => units)
  const shape = layers.length === 0 ? 'linear' : layers.join('-')
  return `${shape}, ${optimizerNames[config.training.optimizer.kind]}, ${plainNumber(config.training.learningRate)}`
}

/** A setting as it is typed: no grouping, powers of ten where they are shorter. */
export function plainNumber(value: number): string {
  const text = String(value)
  const power = value.toExponential()
  return (value !== 0 && Math.abs(value) < 0.001) || power.length < text.length - 2 ? power.replace('e+', 'e') : text
}

/** Why a run ended, and what of it is kept, in sentences. */
export function whyStopped(run: Run): string {
  const kept =
    run.bestEpoch === null ? '' : ` The weights of epoch ${formatCount(run.bestEpoch)}, the best one, are kept.`
  switch (run.state) {
    case 'failed':
      return `The run failed at epoch ${formatCount(run.epochs)}.${kept}`
    case 'interrupted':
      return `The run was interrupted at epoch ${formatCount(run.epochs)}. It can go on from there as if nothing had happened.`
    case 'preparing':
      return 'The rows are being prepared.'
    case 'running':
    case 'paused':
      return ''
    case 'finished':
      return `${reason(run)}${kept}`
  }
}

function reason(run: Run): string {
  const { earlyStopping, timeLimitSeconds } = run.config.training
  switch (run.stopReason) {
    case 'earlyStopping':
      return earlyStopping === null
        ? 'It stopped by itself: the validation loss no longer improved.'
        : `It stopped by itself: the validation loss had not improved for ${plural(earlyStopping.patience, 'epoch')} (its patience).`
    case 'timeLimit':
      return timeLimitSeconds === null
        ? 'The time limit was reached.'
        : `The time limit of ${formatDuration(timeLimitSeconds)} was reached at epoch ${formatCount(run.epochs)}.`
    case 'stopped':
      return `You stopped it at epoch ${formatCount(run.epochs)}.`
    case 'epochs':
    case null:
      return `All ${plural(run.epochs, 'epoch')} were run.`
  }
}

/** One setting of a run as label and value; the same labels as in the form. */
export interface SettingLine {
  label: string
  value: string
}

/** Every setting of a configuration in the form's order and words. */
export function settingLines(config: RunConfig): SettingLine[] {
  const { training } = config
  const lines: SettingLine[] = [
    {
      label: 'Hidden layers',
      value:
        config.network.hidden.length === 0
          ? 'none'
          : config.network.hidden
              .map(
                (layer) =>
                  `${layer.units} ${activationNames[layer.activation]} (${initializationNames[layer.initialization]})`,
              )
              .join(', '),
    },
    { label: 'Optimizer', value: optimizerNames[training.optimizer.kind] },
    ...optimizerLines(config),
    { label: 'Learning rate', value: plainNumber(training.learningRate) },
    { label: 'Batch size', value: training.batchSize === null ? 'all rows' : String(training.batchSize) },
    { label: 'Epochs', value: formatCount(training.epochs) },
    { label: 'L2', value: plainNumber(training.l2) },
    {
      label: 'Early stopping',
      value:
        training.earlyStopping === null
          ? 'off'
          : `after ${training.earlyStopping.patience}` +
            (training.earlyStopping.minDelta > 0 ? `, at least ${plainNumber(training.earlyStopping.minDelta)}` : ''),
    },
    {
      label: 'Time limit',
      value: training.timeLimitSeconds === null ? 'none' : formatDuration(training.timeLimitSeconds),
    },
    { label: 'Seed', value: String(training.seed) },
    { label: 'Threads', value: training.threads === null ? 'automatic' : String(training.threads) },
  ]
  return lines
}

function optimizerLines({ training: { optimizer } }: RunConfig): SettingLine[] {
  switch (optimizer.kind) {
    case 'gradientDescent':
      return []
    case 'momentum':
    case 'nesterov':
      return [{ label: 'Momentum', value: plainNumber(optimizer.momentum) }]
    case 'adagrad':
      return [{ label: 'Epsilon', value: plainNumber(optimizer.epsilon) }]
    case 'rmsprop':
      return [
        { label: 'Decay', value: plainNumber(optimizer.decay) },
        { label: 'Epsilon', value: plainNumber(optimizer.epsilon) },
        ...(optimizer.centered === true ? [{ label: 'Centred', value: 'yes' }] : []),
      ]
    case 'adam':
    case 'amsgrad':
    case 'radam':
      return adamLines(optimizer)
    case 'adamW':
      return [...adamLines(optimizer), { label: 'Weight decay', value: plainNumber(optimizer.weightDecay) }]
    case 'nadam':
      return [...adamLines(optimizer), { label: 'Momentum decay', value: plainNumber(optimizer.momentumDecay) }]
    case 'lion':
      return betaLines(optimizer)
  }
}

function betaLines(optimizer: { beta1: number; beta2: number }): SettingLine[] {
  return [
    { label: 'Beta 1', value: plainNumber(optimizer.beta1) },
    { label: 'Beta 2', value: plainNumber(optimizer.beta2) },
  ]
}

function adamLines(optimizer: { beta1: number; beta2: number; epsilon: number }): SettingLine[] {
  return [...betaLines(optimizer), { label: 'Epsilon', value: plainNumber(optimizer.epsilon) }]
}

/** The text alternative of the loss chart. */
export function lossSummary(run: {
  epochs: number
  lastTrainLoss: number | null
  lastValidationLoss: number | null
  bestEpoch: number | null
  bestLoss: number | null
}): string {
  if (run.epochs === 0) return 'No epoch has been recorded yet.'
  const parts = [`After ${plural(run.epochs, 'epoch')} the training loss is ${formatValue(run.lastTrainLoss)}`]
  if (run.lastValidationLoss !== null) parts.push(`and the validation loss ${formatValue(run.lastValidationLoss)}`)
  const best =
    run.bestEpoch === null ? '' : ` The lowest was ${formatValue(run.bestLoss)} at epoch ${formatCount(run.bestEpoch)}.`
  return `${parts.join(' ')}.${best}`
}
