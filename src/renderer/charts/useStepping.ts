import { useState, type KeyboardEvent } from 'react'

/**
 * Goes through the parts of a picture with the arrow keys, and opens one with Enter, where the mouse would point at it.
 * What is gone through is `ids`, in their order; `current` is null until then, and after Escape.
 */
export function useStepping(ids: readonly string[], onPick: (id: string) => void) {
  const [current, setCurrent] = useState<string | null>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const at = current === null ? -1 : ids.indexOf(current)
    const next = stepped(event.key, at, ids.length)
    if (next !== null) setCurrent(ids[next] ?? null)
    else if (event.key === 'Enter' && current !== null) onPick(current)
    else if (event.key === 'Escape' && current !== null) setCurrent(null)
    else return
    event.preventDefault()
  }
  return { current, setCurrent, onKeyDown }
}

/** Where a key leads from a place among so many; -1: from none. null where it leads nowhere. */
export function stepped(key: string, at: number, count: number): number | null {
  if (count === 0) return null
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return (at + 1) % count
    case 'ArrowLeft':
    case 'ArrowUp':
      return (Math.max(at, 0) - 1 + count) % count
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}
