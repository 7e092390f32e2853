import type { Run } from '../../../shared/runs.ts'
import { formatMoment } from '../../../core/words/format.ts'
import { stateWords } from '../train/words.ts'

/** Whether a run has not come to its turn yet, or not again since it was paused. */
export function isWaiting({ state, waiting }: Pick<Run, 'state' | 'waiting'>): boolean {
  return waiting === true && (state === 'preparing' || state === 'paused')
}

/** Whether a run has cores, as far as the project tells: of a run that has begun to train it may still say that it is prepared. */
export function isAtWork(run: Pick<Run, 'state' | 'waiting'>): boolean {
  return run.state === 'running' || (run.state === 'preparing' && !isWaiting(run))
}

/** Whether its search stopped it because other trials did better. */
function isPruned({ state, stopReason }: Run): boolean {
  return state === 'finished' && stopReason === 'pruned'
}

/** Whether a run was taken out of the queue, or stopped, before it had trained an epoch. */
export function isCancelled({ state, epochs }: Run): boolean {
  return state === 'finished' && epochs === 0
}

/** "Waiting", "From 22:00" for a run that waits, "Stopped early" for a hopeless trial, "Cancelled" for one that never began, the word of its state for any other. */
export function stateText(run: Run, now = Date.now()): string {
  if (isCancelled(run)) return 'Cancelled'
  if (!isWaiting(run)) return isPruned(run) ? 'Stopped early' : stateWords[run.state]
  const from = startOf(run, now)
  return from === null ? 'Waiting' : `From ${shortMoment(from, now)}`
}

/** "Waits for Run 3 and 2 others, starts not before 22:00": why a run does not train yet. */
export function waitingText(run: Run, runs: readonly Run[], now = Date.now()): string {
  const from = startOf(run, now)
  const [first, ...others] = runs.filter(({ id, state }) => state === 'running' && id !== run.id)
  const more = others.length === 0 ? '' : ` and ${others.length === 1 ? 'another run' : `${others.length} others`}`
  const what = first === undefined ? (from === null ? 'Waits for its turn' : null) : `Waits for ${first.name}${more}`
  if (from === null) return what ?? ''
  const start = `starts not before ${shortMoment(from, now)}`
  return what === null ? `S${start.slice(1)}` : `${what}, ${start}`
}

/** Milliseconds since 1970 of the time before which it does not begin, where that is still to come. */
function startOf({ notBefore }: Run, now: number): number | null {
  const from = notBefore == null ? NaN : Date.parse(notBefore)
  return from > now ? from : null
}

const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' })
const DAY_MS = 86_400_000

/** The time alone where it is less than a day away. */
function shortMoment(moment: number, now: number): string {
  return moment - now < DAY_MS ? time.format(moment) : formatMoment(new Date(moment).toISOString())
}
