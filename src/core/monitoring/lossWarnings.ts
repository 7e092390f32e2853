import type { RunConfig } from '../../shared/training.ts'
import type { RunWarning } from '../../shared/warnings.ts'
import { median, restlessness, smallest, type Losses } from './curves.ts'
import { goBack, lowerRate, lowerRateAnew, moreDecay, raiseRate, stopNow } from './remedies.ts'

/** A validation loss this share above its best is worse beyond its noise. */
const WORSE = 0.05
/** Of the first loss, how little is worth no word: what rises or jumps below it has been learned. */
const NOTHING = 0.02
/** Of the first loss, how far a loss must have come back to have exploded. */
const BACK = 0.3
/** Over a plateau the best loss improves by less than this share. */
const STANDSTILL = 0.002
/** A training loss that goes this many times as far as it gets on jumps about. */
const RESTLESS = 8
/** Of the median loss, how far apart losses must lie that jump about. */
const SPREAD = 0.3
/** Of the first loss, below which jumps are the noise of batches and not of steps that are too long. */
const HIGH = 0.5
/** Times the loss of a network that knows nothing, beyond which the first steps were too long. */
const FAR = 5
/** Epochs after which a slow fall is no longer the beginning. */
const EARLY = 10

/** What losses are measured by. */
export interface LossScale {
  /** The training loss of the first epoch; null where it is not known. */
  first: number | null
  /** That of a network that knows nothing of the target; null where it is not known. */
  ignorance: number | null
}

/**
 * What the losses of a run's last epochs say: the cause alone where one thing explains the others.
 *
 * @param best the epoch of the lowest validation loss
 * @param weights epochs whose weights are kept, in order
 */
export function lossWarnings(
  losses: Losses,
  known: LossScale,
  best: { epoch: number; loss: number } | null,
  config: RunConfig,
  weights: readonly number[],
): RunWarning[] {
  const first = Math.abs(known.first ?? losses.train[0] ?? NaN)
  const scale = Math.min(first, known.ignorance ?? Infinity)
  const cause =
    exploding(losses, scale, config, weights) ??
    thrownOff(losses, first, known.ignorance, config) ??
    rateTooHigh(losses, scale, config) ??
    overfitting(losses, scale, best, config) ??
    plateau(losses, scale, config) ??
    rateTooLow(losses, first, config)
  return cause === null ? [] : [cause]
}

function exploding(
  { epochs, train }: Losses,
  scale: number,
  config: RunConfig,
  weights: readonly number[],
): RunWarning | null {
  if (train.length < 3) return null
  const least = smallest(train)
  const now = train.at(-1) ?? NaN
  // One long step is a spike; what stays up has exploded. A tiny loss may be many times a tinier one.
  const stays = Number.isFinite(now) ? median(train.subarray(-3)) : Infinity
  if (!(least > 0 && stays > 10 * least && stays > BACK * scale)) return null
  const best = epochs[train.indexOf(least)] ?? 0
  const sound = weights.findLast((epoch) => epoch <= best)
  return {
    kind: 'exploding',
    since: best + 1,
    message: `The training loss has grown to more than ten times its lowest value, ${shown(least)} at epoch ${best}: the steps are too long.`,
    // No lower rate mends weights that were thrown off.
    remedies: [...(sound === undefined ? lowerRate(config, 10) : goBack(config, sound)), stopNow],
  }
}

function overfitting(
  { epochs, train, validation }: Losses,
  scale: number,
  best: { epoch: number; loss: number } | null,
  config: RunConfig,
): RunWarning | null {
  const last = epochs.at(-1) ?? 0
  if (best === null || last - best.epoch < Math.max(10, 0.1 * last) || validation.length < 5) return null
  const now = median(validation.subarray(-5))
  if (!(now - best.loss > Math.max(WORSE * Math.abs(best.loss), NOTHING * scale))) return null
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

function rateTooHigh({ train }: Losses, scale: number, config: RunConfig): RunWarning | null {
  if (train.length < 20) return null
  const window = train.subarray(-20)
  const middle = median(window)
  const most = window.reduce((high, value) => Math.max(high, value), -Infinity)
  const spread = (most - smallest(window)) / Math.abs(middle)
  const jumps = restlessness(window) > RESTLESS && spread > SPREAD
  if (!(jumps && middle > HIGH * scale && smallest(window) > 0.98 * smallest(train.subarray(0, -20)))) return null
  return {
    kind: 'rateTooHigh',
    since: null,
    message: 'The training loss jumps up and down instead of falling: the learning rate is likely too high.',
    remedies: lowerRate(config, 10),
  }
}

/** Steps so long that the first ones threw the network far off, where it has learned next to nothing since. */
function thrownOff({ train }: Losses, first: number, ignorance: number | null, config: RunConfig): RunWarning | null {
  if (ignorance === null || train.length < EARLY || !(first > FAR * ignorance)) return null
  if (!(median(train.subarray(-EARLY)) > HIGH * ignorance)) return null
  return {
    kind: 'rateTooHigh',
    since: 1,
    message: `The first steps threw the network far off, to a loss of ${shown(first)}, and it has hardly learned since: the learning rate is too high.`,
    remedies: [...lowerRate(config, 10), ...lowerRateAnew(config, 10), stopNow],
  }
}

function plateau({ epochs, train, validation }: Losses, scale: number, config: RunConfig): RunWarning | null {
  const last = epochs.at(-1) ?? 0
  const window = Math.max(20, Math.ceil(0.2 * last))
  if (train.length < window + EARLY) return null
  const standsStill = (losses: Float64Array) => {
    const before = smallest(losses.subarray(0, -window))
    return Number.isFinite(before) && before - smallest(losses.subarray(-window)) < STANDSTILL * Math.abs(before)
  }
  const watched = Number.isNaN(validation.at(-1) ?? NaN) ? [train] : [train, validation]
  // A loss of nearly nothing stands still because it is done.
  if (!watched.every(standsStill) || median(train.subarray(-5)) < NOTHING * scale) return null
  return {
    kind: 'plateau',
    since: last - window,
    message: `Nothing has improved for ${window} epochs.`,
    remedies: [...lowerRate(config, 3), stopNow],
  }
}

function rateTooLow({ epochs, train }: Losses, first: number, config: RunConfig): RunWarning | null {
  const last = epochs.at(-1) ?? 0
  if (last < EARLY || train.length < EARLY) return null
  const [before, now] = [train.at(-EARLY) ?? NaN, train.at(-1) ?? NaN]
  const falls = now < before && restlessness(train.subarray(-EARLY)) < 1.5
  const slow = before - now < 0.005 * (EARLY - 1) * Math.abs(before)
  // What is about to be learned falls ever more slowly; too small a rate falls as slowly as at first.
  const steady = (before - now) / (EARLY - 1) > (0.7 * (first - now)) / (last - 1)
  if (!(falls && slow && steady && now > 0.7 * first)) return null
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
