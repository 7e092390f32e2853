import type { CallInput } from '../../../../shared/contract.ts'
import { useCall } from '../../../app/data.tsx'
import type { EvaluateViewProps } from '../viewProps.ts'

type Seen = Pick<EvaluateViewProps, 'project' | 'run' | 'split' | 'epoch'>

/** What is asked of a split of a run; one and the same question has one job, which a second asker joins. */
export function seenSplit(
  { project, run, split, epoch }: Seen,
  about: string,
): Pick<CallInput<'evaluation.scores'>, 'project' | 'run' | 'job' | 'split' | 'epoch'> {
  return {
    project: project.id,
    run: run.id,
    job: `${about}-${run.id}-${split}-${epoch ?? 'best'}`,
    split,
    ...(epoch === undefined ? {} : { epoch }),
  }
}

/** The scores of a split; what takes longer, intervals and a linear model beside them, comes when it is there. */
export function useScores(seen: Seen) {
  const scores = useCall('evaluation.scores', seenSplit(seen, 'scores'))
  const isThere = scores.data !== undefined
  const intervals = useCall('evaluation.intervals', isThere ? seenSplit(seen, 'intervals') : null)
  const linear = useCall('evaluation.linear', isThere ? seenSplit(seen, 'linear') : null)
  return { scores, intervals, linear }
}
