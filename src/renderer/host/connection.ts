/** How the page stands with the process behind it. Electron's is always 'connected'. */
export type ConnectionState =
  | 'connected'
  /** The connection was lost; it is being tried again. */
  | 'reconnecting'
  /** Descent was started anew, or this address was copied without its token: only the printed address helps. */
  | 'refused'

const listeners = new Set<() => void>()
let state: ConnectionState = 'connected'

/** Followed by the frame, with `useStore` or `useSyncExternalStore`. */
export const connection = {
  get: (): ConnectionState => state,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}

export function setConnection(next: ConnectionState): void {
  if (next === state) return
  state = next
  for (const listener of listeners) listener()
}
