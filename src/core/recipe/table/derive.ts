import { evaluateNumber, evaluateText } from '../../expression/evaluate.ts'
import { tableSource } from '../../expression/source.ts'
import { wordOf } from '../../formula/values.ts'
import type { Table, TableColumn } from '../../table.ts'
import { millisecondsPerDay } from '../../time.ts'
import type { Recipe } from '../../../shared/recipes.ts'
import { withSeries } from '../windows/derive.ts'
import { requireView, viewTable, type ViewColumn } from './view.ts'

/** A column of the view over all rows of the raw table. */
export function workOut(table: Table, column: ViewColumn): TableColumn {
  const { name, value } = column
  if (column.isRaw) {
    const raw = table.columns.find((other) => other.name === column.from[0])
    if (raw === undefined) throw new Error(`The table lacks “${name}”.`)
    return raw.name === name ? raw : { ...raw, name }
  }
  const source = tableSource(table)
  switch (value.type) {
    case 'number':
      return { name, kind: 'number', values: evaluateNumber(source, table.rows, value.x) }
    case 'date': {
      const values = evaluateNumber(source, table.rows, value.x)
      for (let row = 0; row < values.length; row++) values[row] = Math.round((values[row] ?? NaN) * millisecondsPerDay)
      return { name, kind: 'date', values }
    }
    case 'text':
    case 'boolean': {
      const { codes, levels } = evaluateText(source, table.rows, value.type === 'text' ? value.text : wordOf(value))
      return { name, kind: value.type === 'text' ? 'category' : 'boolean', codes, levels: [...levels] }
    }
  }
}

/** The table as the steps of the table stage leave it, with all rows and no gap filled. Throws as `requireView`. */
export function tableInView(table: Table, recipe: Recipe): Table {
  const { columns } = requireView(table.columns, recipe)
  const worked = withSeries(table, recipe, 'none')
  return { rows: table.rows, columns: Array.from(columns.values(), (column) => workOut(worked, column)) }
}

/** The column that has the name after the steps of the table stage; undefined where none has it. */
export function columnInView(table: Table, recipe: Recipe, name: string): TableColumn | undefined {
  const column = viewTable(table.columns, recipe, () => {}).columns.get(name)
  return column === undefined ? undefined : workOut(table, column)
}
