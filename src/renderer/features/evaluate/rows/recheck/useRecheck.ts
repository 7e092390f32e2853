import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { DescentError } from '../../../../../shared/errors.ts'
import type { Recheck } from '../../../../../shared/recheck.ts'
import type { SplitName } from '../../../../../shared/recipes.ts'
import type { Run } from '../../../../../shared/runs.ts'
import { callHost, useHost } from '../../../../app/data.tsx'
import { newJobId } from '../../../../app/jobs.ts'

/** So few rows are looked at without being asked for. */
const FEW_ROWS = 20_000

/** The rows of a split worth rechecking: looked for at once where that is quick, else when it is asked for. */
export function useRecheck(
  project: string,
  run: Run,
  split: SplitName,
): { answer: UseQueryResult<Recheck, DescentError>; job: string; isAsked: boolean; ask: () => void } {
  const host = useHost()
  const [asked, setAsked] = useState<ReadonlySet<SplitName>>(new Set())
  const [job, setJob] = useState(newJobId)
  const isAsked = asked.has(split) || run.rows[split] <= FEW_ROWS
  const answer = useQuery<Recheck, DescentError>({
    // Not asked again with every change of the project: what a run's weights say of its rows stays.
    queryKey: ['recheck', project, run.id, run.epochs, run.bestEpoch, split],
    queryFn: () => {
      const next = newJobId()
      setJob(next)
      return callHost(host, 'evaluation.recheck', { project, run: run.id, job: next, split })
    },
    enabled: isAsked,
    networkMode: 'always',
  })
  return { answer, job, isAsked, ask: () => setAsked((before) => new Set(before).add(split)) }
}
