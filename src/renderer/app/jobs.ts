import { useSyncExternalStore } from 'react'
import type { Job } from '../../shared/jobs.ts'
import type { RunProgress } from '../../shared/runs.ts'
import type { StudyProgress } from '../../shared/studies.ts'
import { useCall, useHostEvent } from './data.tsx'
import { createStore, useStore } from './store.ts'

const jobs = createStore<ReadonlyMap<string, Job>>(new Map())
const runs = createStore<ReadonlyMap<string, RunProgress>>(new Map())
const studies = createStore<ReadonlyMap<string, StudyProgress>>(new Map())

/** Mounted once, in the frame: keeps what the host tells about jobs, runs and studies. */
export function useJobFeed(): void {
  useHostEvent('job', (job) => jobs.set((previous) => new Map(previous).set(job.id, job)))
  useHostEvent('run', (progress) => runs.set((previous) => new Map(previous).set(progress.run, progress)))
  useHostEvent('study', (progress) => studies.set((previous) => new Map(previous).set(progress.id, progress)))
}

/** Jobs that are under way, in the order they began; those of before a reload included. */
export function useActiveJobs(): Job[] {
  const known = useStore(jobs)
  const { data = [] } = useCall('jobs.list', {})
  const all = new Map(data.map((job) => [job.id, job]))
  for (const [id, job] of known) all.set(id, job)
  return [...all.values()].filter(({ state }) => state === 'running' || state === 'paused')
}

export function useJob(id: string | null): Job | null {
  const known = useStore(jobs)
  return id === null ? null : (known.get(id) ?? null)
}

/** The newest live state of a run in this window, null before the first. */
export function useRunProgress(id: string | null): RunProgress | null {
  const known = useStore(runs)
  return id === null ? null : (known.get(id) ?? null)
}

/** Only its state: components that do not show the epoch are not drawn again for every one. */
export function useRunState(id: string): RunProgress['state'] | null {
  const read = () => runs.get().get(id)?.state ?? null
  return useSyncExternalStore(runs.subscribe, read)
}

/** The newest live state of a study in this window, null before the first. */
export function useStudyProgress(id: string): StudyProgress | null {
  return useStore(studies).get(id) ?? null
}

/** An id for a job that is about to be started. */
export function newJobId(): string {
  return crypto.randomUUID()
}
