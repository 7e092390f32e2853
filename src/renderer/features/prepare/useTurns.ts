import { useRef } from 'react'

/** Begins a turn each time it is called; what it gives says whether no other began since. */
export function useTurns(): () => () => boolean {
  const newest = useRef(0)
  return () => {
    const own = ++newest.current
    return () => newest.current === own
  }
}
