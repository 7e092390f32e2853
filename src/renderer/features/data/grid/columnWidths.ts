import type { ColumnSummary } from '../../../../shared/datasets.ts'
import { createStore } from '../../../app/store.ts'

const NARROWEST = 56
const WIDEST = 900

/** Widths a person has set, in pixels, by dataset and column; kept while the window is open. */
export const chosenWidths = createStore<ReadonlyMap<string, number>>(new Map())

function keyOf(dataset: string, column: string): string {
  return `${dataset} ${column}`
}

/** Wide enough for the name, the usual values and a date's range, within a spreadsheet's limits. */
function usualWidth(column: ColumnSummary): number {
  const longest = Math.max(0, ...column.top.slice(0, 8).map(({ value }) => value.length))
  const sign = column.warnings.some(({ severity }) => severity === 'warning') ? 22 : 0
  const least = column.kind === 'date' ? 178 : 116
  return Math.round(Math.min(260, Math.max(least, column.name.length * 8 + 58 + sign, longest * 7.4 + 26)))
}

/** Wide enough for the longest of its frequent values. */
export function fittingWidth(column: ColumnSummary): number {
  const longest = Math.max(column.name.length + 6, ...column.top.map(({ value }) => value.length))
  return Math.round(Math.min(WIDEST, Math.max(NARROWEST, longest * 7.6 + 28)))
}

export function columnWidth(widths: ReadonlyMap<string, number>, dataset: string, column: ColumnSummary): number {
  return widths.get(keyOf(dataset, column.name)) ?? usualWidth(column)
}

/** Sets a column's width, within what can be read and used. */
export function setColumnWidth(dataset: string, column: string, width: number): void {
  const kept = Math.round(Math.max(NARROWEST, Math.min(WIDEST, width)))
  chosenWidths.set((known) => new Map(known).set(keyOf(dataset, column), kept))
}
