import { millisecondsPerDay } from '../../../../core/time.ts'
import { formatDateValue } from '../../../../core/words/format.ts'

/** Room that a date needs, in CSS pixels. */
const dateWidth = 130

/** Labels of an axis of dates, as many as there is room for: whole days where the axis spans some. */
export function dateTicks(first: number, last: number, width: number): { at: number; text: string }[] {
  const count = Math.max(1, Math.min(8, Math.floor(width / dateWidth)))
  const rounded = last - first >= count * millisecondsPerDay ? wholeDay : (at: number) => Math.round(at / 1000) * 1000
  const places = Array.from({ length: count + 1 }, (_, i) => rounded(first + ((last - first) * i) / count))
  return [...new Set(places)].filter((at) => at >= first && at <= last).map((at) => ({ at, text: formatDateValue(at) }))
}

/** The beginning of the nearest day, UTC. */
export function wholeDay(at: number): number {
  return Math.round(at / millisecondsPerDay) * millisecondsPerDay
}
