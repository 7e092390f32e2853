import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { DescentError } from '../../shared/errors.ts'
import type { Project, ProjectChanges } from '../../shared/projects.ts'
import { callHost, useHost, type StudioHost } from './data.tsx'

/** A project as it is after changes: the runs that did not change stay the same objects. */
export function withChanges(before: Project, { runIds, runs: changed, ...rest }: ProjectChanges): Project {
  const known = new Map([...before.runs, ...changed].map((run) => [run.id, run]))
  return {
    ...rest,
    runs: runIds.flatMap((id) => {
      const run = known.get(id)
      return run === undefined ? [] : [run]
    }),
  }
}

async function refreshed(host: StudioHost, before: Project): Promise<Project> {
  try {
    const { id: project, revision } = before
    return withChanges(before, await callHost(host, 'projects.changes', { project, since: revision }))
  } catch (error) {
    // It was closed meanwhile, as after a restart of the host.
    if (error instanceof DescentError && error.kind === 'not-found') {
      return callHost(host, 'projects.open', { project: before.id })
    }
    throw error
  }
}

/**
 * The project that is worked on, opened where it is not yet, and kept up to date: only what changed is asked for, so
 * that a thousand runs cost nothing while one of them trains.
 */
export function useProject(project: string | null): UseQueryResult<Project, DescentError> {
  const host = useHost()
  return useQuery<Project, DescentError>({
    queryKey: ['projects.open', { project }],
    queryFn: ({ client, queryKey }) => {
      if (project === null) throw new Error('no project is asked for')
      const before = client.getQueryData<Project>(queryKey)
      return before === undefined ? callHost(host, 'projects.open', { project }) : refreshed(host, before)
    },
    enabled: project !== null,
    networkMode: 'always',
  })
}
