import { Curve } from '../../../core/series/curve.ts'
import type { RunSeries } from '../../../shared/runs.ts'

/** What is known of a run's curves, which may still grow. */
export interface FollowedSeries {
  train: Curve
  validation: Curve
  /** The same, but of each stretch that was left out the mean: what is smoothed. */
  means: { train: Curve; validation: Curve }
  changes: RunSeries['changes']
  /** The last epoch, 0 before the first. */
  recorded: number
  returns: number
}

function valuesOf(series: RunSeries, of: 'train' | 'validation', means: boolean): readonly (number | null)[] {
  return (means ? series.means?.[of] : undefined) ?? series[of]
}

/** Curves as they were read: the whole, with its part from `detail`'s first epoch on in full. */
export function begun(whole: RunSeries, detail: RunSeries | null): FollowedSeries {
  const from = detail?.epochs[0] ?? Infinity
  const join = (of: 'train' | 'validation', means: boolean) => {
    const curve = Curve.from(whole.epochs, valuesOf(whole, of, means))
    return detail === null ? curve : curve.before(from).append(detail.epochs, valuesOf(detail, of, means))
  }
  return {
    train: join('train', false),
    validation: join('validation', false),
    means: { train: join('train', true), validation: join('validation', true) },
    changes: whole.changes,
    recorded: Math.max(whole.recorded, detail?.recorded ?? 0),
    returns: whole.returns,
  }
}

/**
 * The same curves with the epochs that came since.
 *
 * @param tail asked from the epoch after the last known one
 * @returns what is known already where nothing came; null where what is known holds no more and must be read anew
 */
export function continued(known: FollowedSeries, tail: RunSeries): FollowedSeries | null {
  if (tail.returns !== known.returns || tail.recorded < known.recorded) return null
  if (tail.epochs.length === 0) return known
  return {
    train: known.train.append(tail.epochs, tail.train),
    validation: known.validation.append(tail.epochs, tail.validation),
    means: {
      train: known.means.train.append(tail.epochs, valuesOf(tail, 'train', true)),
      validation: known.means.validation.append(tail.epochs, valuesOf(tail, 'validation', true)),
    },
    changes: [...known.changes.filter(({ epoch }) => epoch < known.recorded), ...tail.changes],
    recorded: tail.recorded,
    returns: tail.returns,
  }
}
