import type { DescentError } from '../../../../shared/errors.ts'
import type { Evaluation } from '../../../../shared/evaluation.ts'
import type { SplitName } from '../../../../shared/recipes.ts'
import { useCall } from '../../../app/data.tsx'
import { pictureEvery } from '../live/every.ts'

/** What is known of how a run predicts at a moment. */
export interface SeenFit {
  /** Of another moment until that of this one has come. */
  evaluation: Evaluation | undefined
  /** Whether the evaluation is of this moment. */
  isOfMoment: boolean
  error: DescentError | null
}

/** @param epoch null: the weights of now, looked at again and again while the run `trains` */
export function useFit(
  of: { project: string; run: string },
  split: SplitName,
  epoch: number | null,
  trains: boolean,
): SeenFit {
  const now = useCall('monitoring.fit', epoch === null ? { ...of, split } : null, {
    keepPrevious: true,
    every: trains ? pictureEvery : undefined,
  })
  const then = useCall('evaluation.get', epoch === null ? null : { ...of, split, epoch }, { keepPrevious: true })
  const { data, error, isPlaceholderData } = epoch === null ? now : then
  // A look that failed while there is an older one: the next one comes soon.
  const isStanding = epoch === null && data !== undefined
  return { evaluation: data, isOfMoment: data !== undefined && !isPlaceholderData, error: isStanding ? null : error }
}
