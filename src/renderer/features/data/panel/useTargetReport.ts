import { useQuery } from '@tanstack/react-query'
import type { Dataset } from '../../../../shared/datasets.ts'
import type { DescentError } from '../../../../shared/errors.ts'
import type { TargetReport } from '../../../../shared/recipes.ts'
import { callHost, useHost } from '../../../app/data.tsx'
import { newJobId } from '../../../app/jobs.ts'

/** How closely the columns go with the target; undefined without a target and until it is known. */
export function useTargetReport(
  of: { project: string; dataset: string },
  dataset: Dataset | undefined,
  target: string | null,
): TargetReport | undefined {
  const host = useHost()
  // Columns that are read in another way have other values.
  const reading = dataset?.columns.map(({ kind, missing, reading: how }) => [kind, missing, how])
  return useQuery<TargetReport, DescentError>({
    queryKey: ['recipes.relations', of, target, reading],
    enabled: dataset !== undefined && target !== null,
    networkMode: 'always',
    gcTime: 60_000,
    queryFn: ({ signal }) => {
      const job = newJobId()
      signal.addEventListener('abort', () => void host.call('jobs.cancel', { job }))
      return callHost(host, 'recipes.relations', { ...of, job, target: target ?? '' })
    },
  }).data
}
