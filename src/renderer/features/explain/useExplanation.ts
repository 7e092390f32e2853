import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { CallInput, CallName, CallOutput } from '../../../shared/contract.ts'
import type { DescentError } from '../../../shared/errors.ts'
import { callHost, useHost } from '../../app/data.tsx'
import { newJobId } from '../../app/jobs.ts'
import { createStore, useStore } from '../../app/store.ts'

/** Explanations that are worked out as a job. */
export type ExplanationCall = Exclude<Extract<CallName, `explain.${string}`>, 'explain.firstLayer'>

export interface Explanation<N extends ExplanationCall> {
  query: UseQueryResult<CallOutput<N>, DescentError>
  /** Under which it is worked out. */
  job: string | null
}

const jobs = createStore<ReadonlyMap<string, string>>(new Map())

/** Asks for an explanation and keeps it; what is no longer looked at is cancelled. */
export function useExplanation<N extends ExplanationCall>(
  name: N,
  question: Omit<CallInput<N>, 'job'> | null,
): Explanation<N> {
  const host = useHost()
  const key = JSON.stringify([name, question])
  const known = useStore(jobs)
  const query = useQuery<CallOutput<N>, DescentError>({
    queryKey: [name, question],
    enabled: question !== null,
    networkMode: 'always',
    queryFn: ({ signal }) => {
      const job = newJobId()
      jobs.set((previous) => new Map(previous).set(key, job))
      signal.addEventListener('abort', () => void host.call('jobs.cancel', { job }))
      return callHost(host, name, { ...question, job } as CallInput<N>)
    },
  })
  return { query, job: known.get(key) ?? null }
}
