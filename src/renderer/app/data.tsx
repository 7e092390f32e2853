import {
  QueryClient,
  QueryClientProvider,
  skipToken,
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef } from 'react'
import type { CallInput, CallName, CallOutput, EventName, EventPayload } from '../../shared/contract.ts'
import { type DescentError, fromFailure } from '../../shared/errors.ts'
import type { Host } from '../../shared/host.ts'

export type StudioHost = Host<File>

const HostContext = createContext<StudioHost | null>(null)

export function useHost(): StudioHost {
  const host = useContext(HostContext)
  if (host === null) throw new Error('useHost needs a HostProvider above it')
  return host
}

/** Calls the host; a failure is thrown as the DescentError it stands for. */
export async function callHost<N extends CallName>(
  host: StudioHost,
  name: N,
  input: CallInput<N>,
): Promise<CallOutput<N>> {
  const result = await host.call(name, input)
  if (!result.ok) throw fromFailure(result.error)
  return result.value
}

/** Source texts never change once stored, and previews depend on their input alone. */
const constantCalls = new Set<string>([
  'datasets.rows',
  'datasets.irregularRows',
  'datasets.place',
  'recipes.preview',
  'recipes.relations',
  'datasets.inspect',
])

function createClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false, staleTime: Infinity },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}

function belongsTo(queryKey: readonly unknown[], project: string): boolean {
  const [name, input] = queryKey
  if (typeof name !== 'string' || constantCalls.has(name)) return false
  if (name === 'projects.list') return true
  return typeof input === 'object' && input !== null && 'project' in input && input.project === project
}

function HostEvents({ host }: { host: StudioHost }) {
  const client = useQueryClient()
  useEffect(
    () =>
      host.subscribe('projectChanged', ({ project }) => {
        // While a recipe is being saved the screen is ahead of the file; the save's answer brings them together.
        const saving = client.isMutating({ mutationKey: ['recipes.save'] }) > 0
        void client.invalidateQueries({
          predicate: ({ queryKey }) => belongsTo(queryKey, project) && !(saving && queryKey[0] === 'recipes.get'),
        })
      }),
    [host, client],
  )
  return null
}

export function HostProvider({ host, children }: { host: StudioHost; children: ReactNode }) {
  const client = useMemo(createClient, [])
  return (
    <HostContext value={host}>
      <QueryClientProvider client={client}>
        <HostEvents host={host} />
        {children}
      </QueryClientProvider>
    </HostContext>
  )
}

/**
 * Asks the host and keeps the answer, until something in the project changes. `null` for the input asks nothing.
 * Answers are shared by name and input. `every`: asked again after so many milliseconds.
 */
export function useCall<N extends CallName>(
  name: N,
  input: CallInput<N> | null,
  options: { keepPrevious?: boolean; every?: number | undefined } = {},
): UseQueryResult<CallOutput<N>, DescentError> {
  const host = useHost()
  return useQuery<CallOutput<N>, DescentError>({
    queryKey: [name, input],
    queryFn: input === null ? skipToken : () => callHost(host, name, input),
    networkMode: 'always',
    ...(options.every === undefined ? {} : { refetchInterval: options.every }),
    ...(options.keepPrevious === true ? { placeholderData: (previous: CallOutput<N> | undefined) => previous } : {}),
  } as Parameters<typeof useQuery<CallOutput<N>, DescentError>>[0])
}

/** Something a person does: `mutate(input)` or `await mutateAsync(input)`. */
export function useCommand<N extends CallName>(name: N): UseMutationResult<CallOutput<N>, DescentError, CallInput<N>> {
  const host = useHost()
  return useMutation<CallOutput<N>, DescentError, CallInput<N>>({
    mutationKey: [name],
    mutationFn: (input) => callHost(host, name, input),
  })
}

/** Listens to the host while the component is shown. The newest listener is called. */
export function useHostEvent<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): void {
  const host = useHost()
  const newest = useRef(listener)
  useEffect(() => {
    newest.current = listener
  })
  useEffect(() => host.subscribe(event, (payload) => newest.current(payload)), [host, event])
}
