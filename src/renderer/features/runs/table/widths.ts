import type { Run } from '../../../../shared/runs.ts'
import { plural } from '../../../../core/words/format.ts'
import type { StudyLine } from '../noise/measured.ts'
import type { Ties } from '../noise/ties.ts'
import type { MetricChoice } from '../scores.ts'
import type { RunColumn } from './columns.ts'
import type { RunFamily } from './family.ts'
import { studyText } from './studyText.ts'

/** Pixels of a letter in a row, and of what stands around a text. */
const LETTER = 7.4
const PADDING = 16
/** Of the arrow beside the heading that is sorted by. */
const ARROW = 18
/** Of a mark beside a score, without its letters. */
const MARK = 24
const WIDEST = 280
/** Room for a name that is being changed. */
const SHORTEST_NAME = 110
/** How much wider bold letters are. */
const BOLD = 1.1

/** What is shown in the columns. */
export interface ShownInTable {
  runs: readonly Run[]
  lines: readonly StudyLine[]
  families: ReadonlyMap<string, RunFamily>
  ties: Ties
  metric: MetricChoice
}

/** Pixels that what is shown in each column needs; numbers are never cut, words where they are very long. */
export function fittedWidths(columns: readonly RunColumn[], shown: ShownInTable): number[] {
  return columns.map((column) => {
    const heading = column.heading.length * LETTER + PADDING + ARROW
    const content = contentWidth(column, shown) + PADDING
    return Math.ceil(Math.max(heading, column.numeric ? content : Math.min(WIDEST, content)))
  })
}

/** Columns as wide as what is shown in them needs. */
export function fitted(columns: readonly RunColumn[], shown: ShownInTable): RunColumn[] {
  return withWidths(columns, fittedWidths(columns, shown))
}

export function withWidths(columns: readonly RunColumn[], widths: readonly number[]): RunColumn[] {
  return columns.map((column, index) => ({ ...column, width: widths[index] ?? column.width }))
}

function contentWidth(column: RunColumn, { runs, lines, families, ties, metric }: ShownInTable): number {
  const studies = lines.map((line) => studyText(line, column, metric))
  switch (column.id) {
    case 'name':
      return Math.max(
        SHORTEST_NAME,
        BOLD * longest(runs.map((run) => run.name + branchText(families.get(run.id)))),
        BOLD * longest(lines.map((line) => `${line.study.name} ${plural(line.runs.length, 'run')}`)),
      )
    case 'created':
      return column.width - PADDING
    case 'tags':
      return Math.max(0, ...runs.map(({ tags = [] }) => tags.reduce((sum, tag) => sum + tag.length * LETTER + 18, 0)))
    case 'validation':
    case 'test': {
      const { id } = column
      const words = [...ties.values()].map((marks) => marks[id]?.word.length ?? 0)
      const mark = Math.max(0, ...words)
      return longest([...studies, ...runs.map(column.text)]) + (mark === 0 ? 0 : mark * LETTER + MARK)
    }
    default:
      return longest([...studies, ...runs.map(column.text)])
  }
}

function longest(texts: readonly string[]): number {
  return texts.reduce((most, { length }) => Math.max(most, length), 0) * LETTER
}

/** About as long as what stands beside a name. */
function branchText(family: RunFamily | undefined): string {
  if (family === undefined) return ''
  const { parent, children } = family
  const from = parent === null ? '' : `    ${parent.run?.name ?? 'removed run'}`
  return children.length === 0 ? from : `${from}  ${plural(children.length, 'branch', 'branches')}`
}
