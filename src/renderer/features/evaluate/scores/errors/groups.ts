import type { ColumnKind } from '../../../../../shared/datasets.ts'
import type { ResidualGroup } from '../../../../../shared/scores.ts'
import type { Axis } from '../../../../../core/scales.ts'
import { formatCell, formatNumber } from '../../../../../core/words/format.ts'

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' })

type Range = Pick<ResidualGroup, 'within' | 'level'>

/** Groups of rows in words: their level, or their range, with numbers of one kind in all of them. */
export function groupTexts(groups: readonly Range[], kind: ColumnKind): string[] {
  const ends = groups.flatMap(({ within }) => (within === null ? [] : [within.from, within.to]))
  const maybeYears = ends.every((end) => Number.isInteger(end) && end >= 1000 && end < 3000)
  const text = (value: number): string => {
    if (kind === 'date') return day.format(value)
    return maybeYears ? formatCell(value) : formatNumber(value)
  }
  return groups.map((group) => groupText(group, text))
}

function groupText({ within, level }: Range, text: (value: number) => string): string {
  if (within === null) return level ?? 'missing'
  return within.from === within.to ? text(within.from) : `${text(within.from)} to ${text(within.to)}`
}

/** An axis of dates (milliseconds since 1970), with labels at equal distances. */
export function dateAxis(from: number, to: number): { x: Axis; formatX: (x: number) => string } {
  const end = to > from ? to : from + 86_400_000
  const ticks = Array.from({ length: 5 }, (_, i) => from + ((end - from) * i) / 4)
  return { x: { domain: [from, end], ticks }, formatX: (x) => day.format(x) }
}
