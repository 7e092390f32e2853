/** At most ten updates a second. */
export const shortestGapMs = 100

/**
 * Asks again and again, but never twice at a time and never more often than every `gap` milliseconds: however often
 * `want` is called in between, one request follows.
 */
export function createThrottle(ask: () => Promise<void>, gap: number, now: () => number = () => performance.now()) {
  let busy = false
  let again = false
  let ended = false
  let last = -Infinity
  let timer: ReturnType<typeof setTimeout> | null = null

  const go = () => {
    timer = null
    busy = true
    again = false
    last = now()
    void ask().finally(() => {
      busy = false
      if (again && !ended) plan()
    })
  }
  const plan = () => {
    if (timer !== null) return
    const wait = Math.max(0, last + gap - now())
    timer = setTimeout(go, wait)
  }
  return {
    want() {
      if (ended) return
      if (busy) again = true
      else plan()
    },
    end() {
      ended = true
      if (timer !== null) clearTimeout(timer)
    },
  }
}
