import Database from 'better-sqlite3'
import { inputTable } from '../../src/core/export/sql/build.ts'
import type { RawValue } from '../../src/core/export/program/vectors.ts'
import type { FittedRecipe } from '../../src/shared/recipes.ts'
import type { FoundRow } from './exported.ts'

/** What a SELECT says of rows in SQLite. */
export function predictInSqlite(
  { rawInputs }: Pick<FittedRecipe, 'rawInputs'>,
  select: string,
  rows: readonly Readonly<Record<string, RawValue>>[],
): FoundRow[] {
  const database = new Database(':memory:')
  try {
    const names = rawInputs.map(({ name }) => `"${name.replaceAll('"', '""')}"`)
    database.exec(`CREATE TABLE ${inputTable} (descent_place INTEGER, ${names.join(', ')})`)
    const insert = database.prepare(`INSERT INTO ${inputTable} VALUES (?${', ?'.repeat(names.length)})`)
    for (const [place, row] of rows.entries()) insert.run(place, ...rawInputs.map(({ name }) => row[name] ?? null))
    const found = database.prepare(select).raw().all() as (string | number | null)[][]
    return found.map((values) => {
      const [prediction = null, ...details] = values.slice(names.length + 2)
      return { prediction, details: details.map((value) => (value === null ? null : Number(value))) }
    })
  } finally {
    database.close()
  }
}
