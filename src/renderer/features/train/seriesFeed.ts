import type { RunSeries } from '../../../shared/runs.ts'

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

/** The whole curve, with its part from `detail`'s first epoch on in full. */
export function joinSeries(whole: RunSeries, detail: RunSeries | null): RunSeries {
  const from = detail?.epochs[0]
  if (detail === null || from === undefined) return whole
  const cut = whole.epochs.findIndex((epoch) => epoch >= from)
  const before = cut === -1 ? whole.epochs.length : cut
  return {
    epochs: [...whole.epochs.slice(0, before), ...detail.epochs],
    train: [...whole.train.slice(0, before), ...detail.train],
    validation: [...whole.validation.slice(0, before), ...detail.validation],
    changes: whole.changes,
    recorded: Math.max(whole.recorded, detail.recorded),
    returns: whole.returns,
  }
}
