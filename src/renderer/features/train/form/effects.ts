import type { RunEstimate } from '../../../../shared/runs.ts'
import type { RunConfig } from '../../../../shared/training.ts'
import { formatBytes, formatCount, formatDuration, plural } from '../../../../core/words/format.ts'

/** What is known of a run before it starts. */
export type Facts = Pick<RunEstimate, 'rows' | 'stepsPerEpoch' | 'secondsPerEpoch' | 'parameters' | 'memoryBytes'>

/** What a setting does to this run, in a few words; null where there is nothing to say. */
export function effectOf(place: string, { network, training }: RunConfig, facts: Facts): string | null {
  const { stepsPerEpoch, rows, secondsPerEpoch } = facts
  const { averaging, epochs, schedule, warmupEpochs = 0 } = training
  switch (place) {
    case 'batchSize':
      return `${plural(stepsPerEpoch, 'step')} an epoch`
    case 'epochs':
      return `${plural(stepsPerEpoch * epochs, 'step')} at most${
        secondsPerEpoch === null ? '' : `, about ${formatDuration(secondsPerEpoch)} an epoch`
      }`
    case 'warmupEpochs':
      return warmupEpochs > 0 ? plural(Math.round(warmupEpochs * stepsPerEpoch), 'step') : null
    case 'earlyStopping':
      return training.earlyStopping !== null && rows.validation === 0
        ? 'No validation rows: it watches the training rows'
        : null
    case 'averaging.decay': {
      if (averaging?.kind !== 'exponential' || averaging.decay === 0) return null
      const steps = Math.round(1 / (1 - averaging.decay))
      return `about the last ${plural(steps, 'step')} (${formatCount(Number((steps / stepsPerEpoch).toPrecision(2)))} epochs)`
    }
    case 'averaging.startEpoch':
      return averaging?.kind === 'stochastic' && averaging.startEpoch > epochs
        ? `After the last epoch (${formatCount(epochs)}): never begins`
        : null
    case 'schedule.everyEpochs':
      return schedule?.kind === 'step'
        ? plural(Math.max(0, Math.ceil((epochs - warmupEpochs) / schedule.everyEpochs) - 1), 'drop')
        : null
    case 'ensemble.members':
      return network.ensemble === null || network.ensemble === undefined
        ? null
        : `${plural(facts.parameters, 'parameter')} in all`
    default:
      return null
  }
}

/** Measured times differ by as much from one measurement to the next. */
const noise = 1.3

/** What an estimate says differently from the one before, in a few words; null where nothing changed that counts. */
export function estimateChange(before: Facts, after: Facts): string | null {
  const parts: string[] = []
  const parameters = after.parameters - before.parameters
  if (parameters !== 0) {
    const [sign, much] = [parameters > 0 ? '+' : '−', Math.abs(parameters)]
    parts.push(`${sign}${plural(much, 'parameter')}`)
  }
  if (after.stepsPerEpoch !== before.stepsPerEpoch) {
    parts.push(`${formatCount(before.stepsPerEpoch)} → ${plural(after.stepsPerEpoch, 'step')} an epoch`)
  }
  const [was, is] = [before.secondsPerEpoch, after.secondsPerEpoch]
  if (was !== null && is !== null && Math.max(was, is) > 0.1 && (is > was * noise || was > is * noise)) {
    parts.push(`${formatDuration(was)} → ${formatDuration(is)} an epoch`)
  }
  if (Math.abs(after.memoryBytes - before.memoryBytes) > 50e6) {
    parts.push(`${formatBytes(before.memoryBytes)} → ${formatBytes(after.memoryBytes)}`)
  }
  return parts.length === 0 ? null : parts.join(', ')
}
