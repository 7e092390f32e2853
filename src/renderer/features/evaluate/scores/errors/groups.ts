import type { ColumnKind } from '../../../../../shared/datasets.ts'
import type { ResidualGroup } from '../../../../../shared/scores.ts'
import type { Axis } from '../../../../../core/scales.ts'
import { formatCell } from '../../../../../core/words/format.ts'

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' })

/** A group of rows in words: its level, or its range. */
export function groupText({ within, level }: Pick<ResidualGroup, 'within' | 'level'>, kind: ColumnKind): string {
  if (within === null) return level ?? 'missing'
  const text = (value: number) => (kind === 'date' ? day.format(value) : formatCell(value))
  return within.from === within.to ? text(within.from) : `${text(within.from)} to ${text(within.to)}`
}

/** An axis of dates (milliseconds since 1970), with labels at equal distances. */
export function dateAxis(from: number, to: number): { x: Axis; formatX: (x: number) => string } {
  const end = to > from ? to : from + 86_400_000
  const ticks = Array.from({ length: 5 }, (_, i) => from + ((end - from) * i) / 4)
  return { x: { domain: [from, end], ticks }, formatX: (x) => day.format(x) }
}
