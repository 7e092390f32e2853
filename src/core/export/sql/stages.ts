/** Something that a row has at some stage: a column of it, or a constant. */
export interface Value {
  sql: string
  /** The first stage whose result has it; 0 is before all stages. */
  stage: number
  isColumn: boolean
}

interface Column extends Value {
  source: string
  uses: readonly Value[]
}

/** Columns that a result of SQL can have, in SQLite 2000 and in PostgreSQL 1664. */
export const mostColumns = 1600

/**
 * A calculation as stages, each a common table expression that is worked out once (MATERIALIZED): a column is made in the stage behind
 * those that have what it is made of, and carried along as long as it is used.
 */
export class Stages {
  readonly #columns: Column[] = []
  readonly #filters: { sql: string; stage: number; uses: readonly Value[] }[] = []

  /** A column of this source. */
  column(source: string, uses: readonly Value[]): Value {
    const stage = 1 + Math.max(0, ...uses.map((use) => use.stage))
    const column = { sql: `c${this.#columns.length + 1}`, stage, isColumn: true, source, uses }
    this.#columns.push(column)
    return column
  }

  /** Rows for which this does not hold go no further. */
  filter(sql: string, uses: readonly Value[]): void {
    this.#filters.push({ sql, stage: 1 + Math.max(0, ...uses.map((use) => use.stage)), uses })
  }

  /**
   * The stages' text, with the name of the last one and the columns of the widest.
   * @param source the table of raw columns, with its column that tells rows apart
   * @param wanted what the last stage must have
   */
  source(source: string, row: string, wanted: readonly Value[]): { ctes: string[]; last: string; widest: number } {
    const last = Math.max(1, ...wanted.map(({ stage }) => stage), ...this.#filters.map(({ stage }) => stage))
    const lastUse = new Map<Value, number>(wanted.map((value) => [value, last]))
    for (const { stage, uses } of [...this.#columns, ...this.#filters]) {
      for (const use of uses) lastUse.set(use, Math.max(lastUse.get(use) ?? 0, stage))
    }
    const byStage = Map.groupBy(this.#columns, ({ stage }) => stage)
    let widest = 0
    const ctes = Array.from({ length: last }, (_, at) => {
      const stage = at + 1
      const carried = this.#columns.filter((column) => column.stage < stage && carriedTo(lastUse, column, stage, last))
      const made = (byStage.get(stage) ?? []).map(({ sql, source: text }) => `${text} AS ${sql}`)
      widest = Math.max(widest, carried.length + made.length + 1)
      const columns = [row, ...carried.map(({ sql }) => sql), ...made].join(',\n    ')
      const filters = this.#filters.filter((filter) => filter.stage === stage).map(({ sql }) => sql)
      const where = filters.length === 0 ? '' : `\n  WHERE ${filters.join('\n    AND ')}`
      return `stage${stage} AS MATERIALIZED (\n  SELECT ${columns}\n  FROM ${stage === 1 ? source : `stage${at}`}${where}\n)`
    })
    return { ctes, last: `stage${last}`, widest }
  }
}

function carriedTo(lastUse: ReadonlyMap<Value, number>, column: Value, stage: number, last: number): boolean {
  const until = lastUse.get(column) ?? 0
  return until > stage || (until === last && stage === last)
}
