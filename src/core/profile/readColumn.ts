import type { ColumnSummary } from '../../shared/datasets.ts'
import { formatDate } from '../import/dates.ts'
import type { ColumnChoices } from '../import/inferKind.ts'
import { parseColumn } from '../import/parseColumn.ts'
import type { ParsedColumn } from '../import/parseColumn.ts'
import type { TableColumn } from '../table.ts'
import { columnFindings } from './findings.ts'
import { describeNumbers, topLevels } from './statistics.ts'

export interface ReadColumn {
  column: TableColumn
  summary: ColumnSummary
  /** The dictionary; null for numbers and dates. */
  levels: string[] | null
}

/**
 * Reads a whole column from its source texts: infers what `choices` leaves open, parses, and describes the result.
 * Used when a file is read and when a person reads a column again in another way.
 */
export function readColumn(
  texts: readonly string[],
  options: ColumnChoices & { name: string; index: number },
): ReadColumn {
  const parsed = parseColumn(texts, options)
  const { column } = parsed
  const statistics = summaryStatistics(column)
  const facts = {
    name: options.name,
    kind: column.kind,
    rows: texts.length,
    missing: parsed.missing,
    distinct: statistics.distinct,
    top: statistics.top,
    parsed,
    markersChosen: options.missingMarkers !== undefined,
  }
  return {
    column,
    levels: 'levels' in column ? column.levels : null,
    summary: {
      index: options.index,
      name: options.name,
      kind: column.kind,
      inferredKind: parsed.inferredKind,
      reading: parsed.plan.reading,
      missing: parsed.missing,
      missingMarkers: parsed.missingMarkers,
      unparsed: parsed.unparsed.count,
      ...statistics,
      warnings: columnFindings(facts),
    },
  }
}

type Statistics = Pick<ColumnSummary, 'distinct' | 'min' | 'max' | 'mean' | 'std' | 'quartiles' | 'histogram' | 'top'>

function summaryStatistics(column: ParsedColumn['column']): Statistics {
  const none = { min: null, max: null, mean: null, std: null, quartiles: null, histogram: null }
  if ('levels' in column) return { ...none, ...topLevels(column.codes, column.levels) }
  const numbers = describeNumbers(column.values)
  if (numbers === null) return { ...none, distinct: 0, top: [] }
  const text = column.kind === 'date' ? formatDate : String
  const { distinct, min, max, mean, std, quartiles, histogram } = numbers
  const top = numbers.top.map(({ value, count }) => ({ value: text(value), count }))
  return { distinct, min, max, mean, std, quartiles, histogram, top }
}
