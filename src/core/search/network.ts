import { assertNever } from '../../shared/assertNever.ts'
import { DescentError } from '../../shared/errors.ts'
import type { Normalization } from '../../shared/search.ts'
import type { Activation, DenseLayer, HiddenLayer } from '../../shared/training.ts'
import { usualInitialization } from '../defaults/suited.ts'

/** Hidden layers seen as equal blocks: dense, normalization, activation, dropout. What is absent stays as it was. */
export interface Blocks {
  depth?: number
  width?: number
  activation?: Activation
  normalization?: Normalization
  dropout?: number
}

const usual: DenseLayer = { kind: 'dense', units: 64, activation: 'relu', initialization: 'he' }

/** Whether the layers are such blocks, so that they can be searched as a whole. */
export function areBlocks(hidden: readonly HiddenLayer[]): boolean {
  return hidden.every(({ kind }) => kind !== 'residual' && kind !== 'prelu' && kind !== 'scale')
}

/** What the layers have in common, as far as they are blocks: where they differ, the first says it. */
export function describeBlocks(hidden: readonly HiddenLayer[]): Required<Blocks> {
  const dense = hidden.filter((layer) => layer.kind === 'dense')
  const activation = dense.find((layer) => layer.activation !== 'linear') ?? hidden.find(isActivation)
  const dropout = hidden.find((layer) => layer.kind === 'dropout')
  return {
    depth: dense.length,
    width: dense[0]?.units ?? usual.units,
    activation: activation?.activation ?? dense[0]?.activation ?? usual.activation,
    normalization: hidden.map(({ kind }) => kind).find(isNormalization) ?? 'none',
    dropout: dropout?.rate ?? 0,
  }
}

/**
 * The hidden layers made anew as blocks: with another depth the first layers stay as wide as they were and the last one is
 * repeated, with another width all have it. Throws `usage` for layers that are no blocks.
 */
export function withBlocks(hidden: readonly HiddenLayer[], wanted: Blocks): HiddenLayer[] {
  if (!areBlocks(hidden)) {
    throw new DescentError(
      'usage',
      'Depth, width and the like cannot be searched: the network has other layers, too.',
      {
        hint: 'Search the settings of single layers, or begin with plain layers.',
      },
    )
  }
  const { depth, activation, normalization, dropout } = { ...describeBlocks(hidden), ...wanted }
  const dense = hidden.filter((layer) => layer.kind === 'dense')
  const initialization = wanted.activation === undefined ? {} : { initialization: usualInitialization(activation) }
  return Array.from({ length: depth }, (_, at) => at).flatMap((at) => {
    const before = dense[Math.min(at, dense.length - 1)] ?? usual
    const layer = { ...before, units: wanted.width ?? before.units, activation, ...initialization }
    return [...normalized(layer, normalization), ...(dropout > 0 ? [{ kind: 'dropout' as const, rate: dropout }] : [])]
  })
}

function normalized(layer: DenseLayer, normalization: Normalization): HiddenLayer[] {
  if (normalization === 'none') return [layer]
  return [{ ...layer, activation: 'linear' }, normalizationLayer(normalization), activationLayer(layer.activation)]
}

function normalizationLayer(kind: Exclude<Normalization, 'none'>): HiddenLayer {
  switch (kind) {
    case 'batchNormalization':
      return { kind, momentum: 0.1, epsilon: 1e-5 }
    case 'layerNormalization':
    case 'rmsNormalization':
      return { kind, epsilon: 1e-5 }
    default:
      return assertNever(kind)
  }
}

function activationLayer(activation: Activation): HiddenLayer {
  return { kind: 'activation', activation }
}

function isActivation(layer: HiddenLayer): layer is Extract<HiddenLayer, { kind: 'activation' }> {
  return layer.kind === 'activation'
}

function isNormalization(kind: string): kind is Exclude<Normalization, 'none'> {
  return kind === 'batchNormalization' || kind === 'layerNormalization' || kind === 'rmsNormalization'
}
