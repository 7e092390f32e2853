import { saferRate } from '../../../core/training/saferRate.ts'
import type { Failure } from '../../../shared/errors.ts'
import type { Run } from '../../../shared/runs.ts'
import type { HiddenLayer, RunConfig } from '../../../shared/training.ts'
import { formatValue } from '../../../core/words/values.ts'
import { formatCount } from '../../../core/words/format.ts'
import { plainNumber } from '../../../core/words/settings/settingText.ts'

/** Something worth knowing about a run, and what can be done about it. */
export interface RunHint {
  message: string
  remedy: { label: string; action: { kind: 'extend'; epochs: number } | { kind: 'newRun'; config: RunConfig } } | null
}

const withTraining = (config: RunConfig, change: Partial<RunConfig['training']>): RunConfig => ({
  ...config,
  training: { ...config.training, ...change },
})

/** What to try after a failure, as a filled-in form; null where no setting would help. */
export function remedyOf(failure: Failure, config: RunConfig): { label: string; config: RunConfig } | null {
  switch (failure.kind) {
    case 'diverged': {
      const learningRate = saferRate(config)
      return {
        label: `Try a lower learning rate (${plainNumber(learningRate)})`,
        config: withTraining(config, { learningRate }),
      }
    }
    case 'out-of-memory':
      if (config.training.batchSize === null || config.training.batchSize > 64) {
        return { label: 'Try batches of 64 rows', config: withTraining(config, { batchSize: 64 }) }
      }
      return {
        label: 'Try half as many units in every layer',
        config: {
          ...config,
          network: {
            ...config.network,
            hidden: halved(config.network.hidden),
          },
        },
      }
    default:
      return null
  }
}

/** Half as many units in every dense layer, so that residual blocks stay as wide as what comes in. */
function halved(layers: readonly HiddenLayer[]): HiddenLayer[] {
  return layers.map((layer): HiddenLayer => {
    if (layer.kind === 'residual') return { ...layer, layers: halved(layer.layers) }
    return layer.kind === 'dense' ? { ...layer, units: Math.max(1, Math.floor(layer.units / 2)) } : layer
  })
}

/** What the curve of an ended run suggests: go on, or hold the network back. */
export function hintsOf(run: Run): RunHint[] {
  const { bestEpoch, bestLoss, lastValidationLoss, lastTrainLoss, config, epochs } = run
  if (run.state !== 'finished' || bestEpoch === null || bestLoss === null) return []
  const hints: RunHint[] = []
  if (run.stopReason === 'epochs' && bestEpoch >= epochs * 0.97) {
    const more = Math.max(10, Math.round(epochs / 2))
    hints.push({
      message: `The loss was still falling at the end (best at epoch ${formatCount(bestEpoch)} of ${formatCount(epochs)}).`,
      remedy: { label: `Extend by ${formatCount(more)} epochs`, action: { kind: 'extend', epochs: more } },
    })
  }
  if (lastValidationLoss !== null && lastTrainLoss !== null && bestEpoch < epochs) {
    const worse = lastValidationLoss / bestLoss - 1
    if (bestLoss > 0 && worse > 0.5 && lastTrainLoss < bestLoss) {
      const l2 = config.training.l2 === 0 ? 1e-4 : Math.min(100, Number((config.training.l2 * 10).toPrecision(6)))
      hints.push({
        message: `After epoch ${formatCount(bestEpoch)} the network began to memorise: the validation loss rose from ${formatValue(bestLoss)} to ${formatValue(lastValidationLoss)} while the training loss stayed below it.`,
        remedy: {
          label: `New run with L2 ${plainNumber(l2)}`,
          action: { kind: 'newRun', config: withTraining(config, { l2 }) },
        },
      })
    }
  }
  return hints
}
