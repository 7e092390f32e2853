import { isNumericColumn, type Table } from '../table.ts'

/** Where the columns of expressions come from. A column that is not there is missing in every row. */
export interface Source {
  /** One a row; dates in milliseconds since 1970-01-01 UTC. Not finite is missing. */
  numbers(column: string): Float64Array | null
  texts(column: string): Texts | null
}

/** One code a row, an index into `levels`; a negative one is missing. */
export interface Texts {
  codes: Int32Array
  levels: readonly string[]
}

export function tableSource(table: Table): Source {
  const columns = new Map(table.columns.map((column) => [column.name, column]))
  return {
    numbers: (name) => {
      const column = columns.get(name)
      return column !== undefined && isNumericColumn(column) ? column.values : null
    },
    texts: (name) => {
      const column = columns.get(name)
      return column === undefined || isNumericColumn(column) ? null : column
    },
  }
}
