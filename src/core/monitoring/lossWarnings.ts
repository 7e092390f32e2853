import type { RunConfig } from '../../shared/training.ts'
import type { RunWarning } from '../../shared/warnings.ts'
import { median, restlessness, smallest, type Losses } from './curves.ts'
import { lowerRate, moreDecay, raiseRate, stopNow } from './remedies.ts'

/** A validation loss this share above its best is worse beyond its noise. */
const WORSE = 0.05
/** Over a plateau the best loss improves by less than this share. */
const STANDSTILL = 0.002
/** A training loss that goes this many times as far as it gets on jumps about. */
const RESTLESS = 8
/** Of the median loss, how far apart losses must lie that jump about. */
const SPREAD = 0.1
/** Epochs after which a slow fall is no longer the beginning. */
const EARLY = 10

/** What the losses of a run's last epochs say; `best`: the epoch of the lowest validation loss. */
export function lossWarnings(
  losses: Losses,
  best: { epoch: number; loss: number } | null,
  config: RunConfig,
): RunWarning[] {
  // What explodes is the cause of all else that can be seen.
  const explosion = exploding(losses, config)
  if (explosion !== null) return [explosion]
  const found = [overfitting(losses, best, config), rateTooHigh(losses, config)].filter((warning) => warning !== null)
  if (found.length > 0) return found
  const still = plateau(losses, config) ?? rateTooLow(losses, config)
  return still === null ? [] : [still]
}

function exploding({ epochs, train }: Losses, config: RunConfig): RunWarning | null {
  if (train.length < 3) return null
  const last = train.at(-1) ?? NaN
  const least = smallest(train)
  if (!(least > 0) || (Number.isFinite(last) && last < 10 * least)) return null
  const at = train.indexOf(least)
  return {
    kind: 'exploding',
    since: (epochs[at] ?? 0) + 1,
    message: `The training loss has grown to more than ten times its lowest value, ${shown(least)} at epoch ${epochs[at] ?? 0}: the steps are too long.`,
    remedies: [...lowerRate(config, 10), stopNow],
  }
}

function overfitting(
  { epochs, train, validation }: Losses,
  best: { epoch: number; loss: number } | null,
  config: RunConfig,
): RunWarning | null {
  const last = epochs.at(-1) ?? 0
  if (best === null || last - best.epoch < Math.max(10, 0.1 * last) || validation.length < 5) return null
  const now = median(validation.subarray(-5))
  if (!(now - best.loss > WORSE * Math.max(Math.abs(best.loss), 1e-12))) return null
  const from = epochs.indexOf(best.epoch)
  const trainThen = from === -1 ? (train[0] ?? NaN) : (train[from] ?? NaN)
  if (!(median(train.subarray(-5)) < trainThen)) return null
  return {
    kind: 'overfitting',
    since: best.epoch,
    message: `Since epoch ${best.epoch} the network learns its rows by heart: the training loss falls, the validation loss rose from ${shown(best.loss)} to ${shown(now)}. The weights of epoch ${best.epoch} are kept.`,
    remedies: [stopNow, moreDecay(config)],
  }
}

function rateTooHigh({ train }: Losses, config: RunConfig): RunWarning | null {
  if (train.length < 20) return null
  const window = train.subarray(-20)
  const middle = median(window)
  const spread =
    (window.reduce((most, value) => Math.max(most, value), -Infinity) - smallest(window)) / Math.abs(middle)
  if (!(restlessness(window) > RESTLESS && spread > SPREAD)) return null
  return {
    kind: 'rateTooHigh',
    since: null,
    message: 'The training loss jumps up and down instead of falling: the learning rate is likely too high.',
    remedies: lowerRate(config, 3),
  }
}

function plateau({ epochs, train, validation }: Losses, config: RunConfig): RunWarning | null {
  const last = epochs.at(-1) ?? 0
  const window = Math.max(20, Math.ceil(0.2 * last))
  if (train.length < window + EARLY) return null
  const standsStill = (losses: Float64Array) => {
    const before = smallest(losses.subarray(0, -window))
    return Number.isFinite(before) && before - smallest(losses.subarray(-window)) < STANDSTILL * Math.abs(before)
  }
  const watched = Number.isNaN(validation.at(-1) ?? NaN) ? [train] : [train, validation]
  // A loss of nearly nothing stands still because it is done.
  if (!watched.every(standsStill) || median(train.subarray(-5)) < 1e-6) return null
  return {
    kind: 'plateau',
    since: last - window,
    message: `Nothing has improved for ${window} epochs.`,
    remedies: [...lowerRate(config, 3), stopNow],
  }
}

function rateTooLow({ epochs, train }: Losses, config: RunConfig): RunWarning | null {
  const last = epochs.at(-1) ?? 0
  if (last < EARLY || train.length < EARLY || (epochs[0] ?? 0) > 1) return null
  const [first, before, now] = [train[0] ?? NaN, train.at(-EARLY) ?? NaN, train.at(-1) ?? NaN]
  const falls = now < before && restlessness(train.subarray(-EARLY)) < 1.5
  const slow = before - now < 0.005 * (EARLY - 1) * Math.abs(before)
  if (!(falls && slow && now > 0.7 * first)) return null
  return {
    kind: 'rateTooLow',
    since: null,
    message: `After ${last} epochs the training loss has hardly begun to fall, steadily and slowly: the learning rate is likely too low.`,
    remedies: raiseRate(config, 10),
  }
}

function shown(value: number): string {
  return String(Number(value.toPrecision(4)))
}
