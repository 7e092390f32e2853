import Database from 'better-sqlite3'
import type { Connection } from '../connection.ts'
import { createProjectFile } from '../create.ts'
import { readRun } from './runs.ts'

/** What each table gives of a run: rows by the datasets that it reads (`:datasets`, a JSON list) or by itself (`:run`). */
const parts: readonly { table: string; where: string }[] = [
  { table: 'datasets', where: 'id IN (SELECT value FROM json_each(:datasets))' },
  ...['dataset_chunks', 'dataset_levels', 'dataset_origins', 'irregular_rows', 'recipes'].map((table) => ({
    table,
    where: 'dataset IN (SELECT value FROM json_each(:datasets))',
  })),
  { table: 'runs', where: 'id = :run' },
  ...['run_series', 'run_checkpoints', 'run_weights', 'run_evaluations', 'run_epochs'].map((table) => ({
    table,
    where: 'run = :run',
  })),
]

/**
 * Writes a project of one run: the run with its curves, weights and scores, what it can be continued from, and the tables
 * that it learned from and is tested with. The weights of other epochs than the first and the best stay behind, as does
 * the study that the run is a part of.
 */
export function copyRun(connection: Connection, input: { run: string; path: string; created: string }): void {
  const run = readRun(connection, input)
  const test = run.recipe.split.testTable
  const names = { run: run.id, datasets: JSON.stringify(test === undefined ? [run.dataset] : [run.dataset, test]) }
  createProjectFile(input.path, { name: run.name, created: input.created })
  const copy = new Database(input.path)
  try {
    copy.prepare('ATTACH ? AS project').run(connection.path)
    copy.transaction(() => {
      for (const { table, where } of parts) {
        const known = [...where.matchAll(/:(\w+)/g)].map(([, name]) => name)
        const given = Object.fromEntries(Object.entries(names).filter(([name]) => known.includes(name)))
        copy.prepare(`INSERT INTO main.${table} SELECT * FROM project.${table} WHERE ${where}`).run(given)
      }
      copy
        .prepare('UPDATE run_epochs SET bytes = NULL, crc = 0 WHERE epoch NOT IN (0, ?) AND bytes IS NOT NULL')
        .run(run.bestEpoch ?? 0)
      copy.prepare(`UPDATE runs SET progress = json_remove(progress, '$.study')`).run()
      copy
        .prepare('INSERT OR REPLACE INTO recipes (dataset, recipe) VALUES (?, ?)')
        .run(run.dataset, JSON.stringify(run.recipe))
    })()
  } finally {
    copy.close()
  }
}
