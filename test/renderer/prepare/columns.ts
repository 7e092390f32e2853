import type { ListedColumn } from '../../../src/renderer/features/prepare/tableSteps.ts'
import type { ColumnSummary } from '../../../src/shared/datasets.ts'

interface Values {
  distinct?: number
  top?: string[]
  /** What the profile found. */
  warnings?: string[]
}

/** A column of a table as the screen lists it, with as much of its profile as is looked at. */
export function listed(name: string, kind: ColumnSummary['kind'], values: Values = {}): ListedColumn {
  const { top = [], distinct = top.length, warnings = [] } = values
  const summary = {
    name,
    kind,
    distinct,
    missing: 0,
    top: top.map((value, at) => ({ value, count: 10 - at })),
    warnings: warnings.map((found) => ({ kind: found })),
  } as unknown as ColumnSummary
  return { name, kind, summary }
}

/** A column that a step makes: its values are not known. */
export function made(name: string, kind: ColumnSummary['kind']): ListedColumn {
  return { name, kind, summary: null }
}
