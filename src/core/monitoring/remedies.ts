import type { HiddenLayer, RunConfig } from '../../shared/training.ts'
import type { WarningRemedy } from '../../shared/warnings.ts'
import { rateInForce } from '../training/rateInForce.ts'
import { saferRate } from '../training/saferRate.ts'

export const stopNow: WarningRemedy = { label: 'Stop and keep the best', action: { kind: 'stop' } }

/** A learning rate so many times lower from the next step on; nothing for L-BFGS, which finds its own steps. */
export function lowerRate(config: RunConfig, times: number): WarningRemedy[] {
  return changedRate(config, rateInForce(config) / times)
}

export function raiseRate(config: RunConfig, times: number): WarningRemedy[] {
  return changedRate(config, Math.min(100, rateInForce(config) * times))
}

/** The next run with a learning rate so many times lower: for what no lower rate mends in this one. */
export function lowerRateAnew(config: RunConfig, times: number): WarningRemedy[] {
  if (config.training.optimizer.kind === 'lbfgs') return []
  const learningRate = Number((rateInForce(config) / times).toPrecision(3))
  const label = `New run with learning rate ${learningRate}`
  return [{ label, action: { kind: 'newRun', config: fresh(config, { learningRate }) } }]
}

function changedRate({ training }: RunConfig, rate: number): WarningRemedy[] {
  if (training.optimizer.kind === 'lbfgs') return []
  const learningRate = Number(rate.toPrecision(3))
  return [{ label: `Learning rate ${learningRate}`, action: { kind: 'change', change: { learningRate } } }]
}

/** Another run from the weights of before, with a rate that it can learn with; nothing for L-BFGS. */
export function goBack(config: RunConfig, epoch: number): WarningRemedy[] {
  if (config.training.optimizer.kind === 'lbfgs') return []
  const learningRate = saferRate(config)
  const label = `Stop, and go back to epoch ${epoch} with learning rate ${learningRate}`
  return [{ label, action: { kind: 'goBack', epoch, config: fresh(config, { learningRate }) } }]
}

/** The next run with more of what holds a network back. */
export function moreDecay(config: RunConfig): WarningRemedy {
  const { l2 } = config.training
  const next = l2 === 0 ? 1e-4 : Math.min(100, Number((l2 * 10).toPrecision(3)))
  return { label: `New run with L2 ${next}`, action: { kind: 'newRun', config: fresh(config, { l2: next }) } }
}

/** The gradient is shortened where it is longer. */
export function clip({ training }: RunConfig, clipNorm: number): WarningRemedy[] {
  if (training.optimizer.kind === 'lbfgs') return []
  return [{ label: `Shorten gradients to ${clipNorm}`, action: { kind: 'change', change: { clipNorm } } }]
}

/** The next run with an activation that no unit dies of. */
export function gentleActivation(config: RunConfig): WarningRemedy {
  return {
    label: 'New run with GELU',
    action: {
      kind: 'newRun',
      config: { ...fresh(config, {}), network: { ...config.network, hidden: withGelu(config.network.hidden) } },
    },
  }
}

function withGelu(layers: readonly HiddenLayer[]): HiddenLayer[] {
  return layers.map((layer): HiddenLayer => {
    if (layer.kind === 'residual') return { ...layer, layers: withGelu(layer.layers) }
    if (layer.kind !== 'dense' && layer.kind !== 'activation') return layer
    return layer.activation === 'linear' ? layer : { ...layer, activation: 'gelu' }
  })
}

/** The settings of a next run: what was changed on the way belongs to this one. */
function fresh({ network, training }: RunConfig, change: Partial<RunConfig['training']>): RunConfig {
  const { changes: _, ...settings } = training
  return { network, training: { ...settings, ...change } }
}
