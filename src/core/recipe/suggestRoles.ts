import type { ColumnSummary } from '../../shared/datasets.ts'
import type { ColumnRole } from '../../shared/recipes.ts'

/** Texts and categories with more different values than this share of their rows name rows, not properties. */
const namingShare = 0.5
/** Fewer different values than this say nothing about naming. */
const namingDistinct = 20
/** Free text with more different values than this has hardly a level often enough to learn from. */
const maxTextLevels = 200
/** Numbers missing in more rows than this are mostly the value they would be filled with. */
const emptyShare = 0.95

export interface RoleSuggestion {
  role: ColumnRole
  /** Why, unless it is a plain feature. */
  reason: string | null
}

/**
 * Which part a column that is not the target should play, judged by its summary over `rows` rows, and by what was found
 * that speaks against it.
 */
export function suggestRole(column: ColumnSummary, rows: number, doubt: string | null): RoleSuggestion {
  const present = rows - column.missing
  const { name, distinct } = column
  if (distinct === 0) return ignored(`“${name}” has no values.`)
  if (distinct === 1 && column.missing === 0) return ignored(`“${name}” is the same in every row.`)
  if (doubt !== null) return ignored(doubt)
  if (column.kind === 'number' || column.kind === 'date') {
    if (column.kind === 'number' && namesRows(column, rows)) {
      return ignored(`“${name}” numbers the rows; a network would learn it by heart.`)
    }
    const share = column.missing / rows
    return share > emptyShare
      ? ignored(`“${name}” is missing in ${Math.floor(share * 100)} % of the rows.`)
      : { role: 'feature', reason: null }
  }
  if (distinct > namingDistinct && distinct > namingShare * present) {
    return ignored(`“${name}” has ${distinct} different values in ${present} rows: it names rows, or is free text.`)
  }
  if (column.kind === 'text' && distinct > maxTextLevels) {
    return ignored(`“${name}” is free text with ${distinct} different values.`)
  }
  return { role: 'feature', reason: null }
}

function ignored(reason: string): RoleSuggestion {
  return { role: 'ignored', reason }
}

/** A counter from 0 or 1 without gaps, or a column called an id with hardly a value twice. */
function namesRows(column: ColumnSummary, rows: number): boolean {
  const { min, max, distinct, missing } = column
  if (missing > 0 || rows < namingDistinct || min === null || max === null) return false
  const isCounter = distinct === rows && (min === 0 || min === 1) && max - min === rows - 1
  const isCalledId = /(^|[^a-z])(id|index|key|uuid|rownum|row)$/i.test(column.name) || /[a-z]I[dD]$/.test(column.name)
  return isCounter || (isCalledId && distinct > 0.95 * rows)
}
