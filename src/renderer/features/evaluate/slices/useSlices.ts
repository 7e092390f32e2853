import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import { temperatureInForce } from '../../../../core/calibration/inForce.ts'
import type { DescentError } from '../../../../shared/errors.ts'
import type { ColumnSlices, SliceMetric, WorstSlices } from '../../../../shared/slices.ts'
import { callHost, useHost } from '../../../app/data.tsx'
import { newJobId } from '../../../app/jobs.ts'
import type { EvaluateViewProps } from '../viewProps.ts'

type Seen = Pick<EvaluateViewProps, 'run' | 'split' | 'epoch'> & { project: string; metric: SliceMetric }

/** What stands for an answer: it stays, whatever else of the project changes. */
function keyOf({ project, run, split, epoch, metric }: Seen): unknown[] {
  return [project, run.id, run.epochs, run.bestEpoch, temperatureInForce(run), split, epoch ?? null, metric]
}

function questionOf({ project, run, split, epoch, metric }: Seen, job: string) {
  return { project, run: run.id, split, job, metric, ...(epoch === undefined ? {} : { epoch }) }
}

/** The scores of a split by one or two columns; nothing is asked without a column. */
export function useColumnSlices(seen: Seen, columns: readonly string[]): UseQueryResult<ColumnSlices, DescentError> {
  const host = useHost()
  return useQuery<ColumnSlices, DescentError>({
    queryKey: ['slices', ...keyOf(seen), columns],
    queryFn: () => callHost(host, 'evaluation.slices', { ...questionOf(seen, newJobId()), columns: [...columns] }),
    enabled: columns.length > 0,
    networkMode: 'always',
  })
}

/** So few rows are searched without being asked for. */
const FEW_ROWS = 20_000

/** The worst slices of a split: searched at once where that is quick, else when it is asked for. */
export function useWorstSlices(seen: Seen): {
  answer: UseQueryResult<WorstSlices, DescentError>
  job: string
  isAsked: boolean
  ask: () => void
} {
  const host = useHost()
  const [asked, setAsked] = useState<string | null>(null)
  const [job, setJob] = useState(newJobId)
  const key = keyOf(seen)
  const isAsked = asked === JSON.stringify(key) || seen.run.rows[seen.split] <= FEW_ROWS
  const answer = useQuery<WorstSlices, DescentError>({
    queryKey: ['worstSlices', ...key],
    queryFn: () => {
      const next = newJobId()
      setJob(next)
      return callHost(host, 'evaluation.worstSlices', questionOf(seen, next))
    },
    enabled: isAsked,
    networkMode: 'always',
  })
  return { answer, job, isAsked, ask: () => setAsked(JSON.stringify(key)) }
}
