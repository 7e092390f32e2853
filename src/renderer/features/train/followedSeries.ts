import { Curve } from '../../../core/series/curve.ts'
import type { RunSeries } from '../../../shared/runs.ts'

/** What is known of a run's curves, which may still grow. */
export interface FollowedSeries {
  train: Curve
  validation: Curve
  changes: RunSeries['changes']
  /** The last epoch, 0 before the first. */
  recorded: number
  returns: number
}

/** Curves as they were read: the whole, with its part from `detail`'s first epoch on in full. */
export function begun(whole: RunSeries, detail: RunSeries | null): FollowedSeries {
  const from = detail?.epochs[0] ?? Infinity
  const join = (of: 'train' | 'validation') => {
    const curve = Curve.from(whole.epochs, whole[of])
    return detail === null ? curve : curve.before(from).append(detail.epochs, detail[of])
  }
  return {
    train: join('train'),
    validation: join('validation'),
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
    changes: [...known.changes.filter(({ epoch }) => epoch < known.recorded), ...tail.changes],
    recorded: tail.recorded,
    returns: tail.returns,
  }
}
