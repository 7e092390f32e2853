/** The hour at which a machine is usually left alone. */
const NIGHT = 22

/** Today at ten in the evening, or tomorrow where that has gone by. */
export function tonight(now: Date): Date {
  const night = new Date(now)
  night.setHours(NIGHT, 0, 0, 0)
  if (night <= now) night.setDate(night.getDate() + 1)
  return night
}

/** As a field for date and time has it: local, to the minute; empty for none. */
export function asLocal(moment: string | null | undefined): string {
  if (moment === null || moment === undefined) return ''
  const date = new Date(moment)
  if (Number.isNaN(date.getTime())) return ''
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`
}

/** What such a field holds as ISO 8601; null where it is empty or not complete. */
export function fromLocal(text: string): string | null {
  const date = new Date(text)
  return text === '' || Number.isNaN(date.getTime()) ? null : date.toISOString()
}

/** Before which one a run comes when it is moved within the queue; null at its end. */
export function placeBefore(queue: readonly string[], from: number, to: number): string | null {
  const rest = queue.filter((_, index) => index !== from)
  return rest[to] ?? null
}
