import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { ConformalChoice, ConformalReport } from '../../../shared/calibration.ts'
import type { DescentError } from '../../../shared/errors.ts'
import { callHost, useHost } from '../../app/data.tsx'
import { newJobId } from '../../app/jobs.ts'

/** The intervals or sets of a run, and how they held; null for the run asks nothing. */
export function useConformal(
  project: string,
  run: string | null,
  choice: ConformalChoice,
): UseQueryResult<ConformalReport, DescentError> {
  const host = useHost()
  return useQuery<ConformalReport, DescentError>({
    queryKey: ['calibration.conformal', { project, run, ...choice }],
    enabled: run !== null,
    networkMode: 'always',
    placeholderData: (before) => before,
    queryFn: ({ signal }) => {
      const job = newJobId()
      signal.addEventListener('abort', () => void host.call('jobs.cancel', { job }))
      return callHost(host, 'calibration.conformal', { project, run: run ?? '', job, ...choice })
    },
  })
}
