import type { Database } from 'better-sqlite3'

/** What a process that was killed left half done: imports are forgotten, trainings and studies become `interrupted`. */
export function discardUnfinished(database: Database): void {
  database
    .transaction(() => {
      database.prepare(`DELETE FROM datasets WHERE state = 'importing'`).run()
      database.prepare(`UPDATE runs SET state = 'interrupted' WHERE state IN ('preparing', 'running', 'paused')`).run()
      database
        .prepare(
          `UPDATE studies SET document = json_set(document, '$.state', 'interrupted')
           WHERE json_extract(document, '$.state') IN ('running', 'paused')`,
        )
        .run()
    })
    .immediate()
}

/**
 * Deletes what the person removed and can no longer take back. Of a dataset with runs the description stays, so
 * that the runs can still say what they were trained on.
 */
export function forgetRemoved(database: Database): void {
  database
    .transaction(() => {
      database.prepare('DELETE FROM runs WHERE removed = 1').run()
      database.prepare('DELETE FROM studies WHERE removed = 1').run()
      // What was read to be compared and not taken.
      database.prepare(`DELETE FROM datasets WHERE state = 'importing'`).run()
      database
        .prepare(
          `DELETE FROM datasets WHERE state = 'removed'
           AND id NOT IN (SELECT dataset FROM runs) AND id NOT IN (SELECT dataset FROM studies)`,
        )
        .run()
      for (const table of ['dataset_chunks', 'dataset_levels', 'dataset_origins', 'irregular_rows', 'recipes']) {
        database
          .prepare(`DELETE FROM ${table} WHERE dataset IN (SELECT id FROM datasets WHERE state = 'removed')`)
          .run()
      }
      database.prepare(`UPDATE datasets SET state = 'forgotten' WHERE state = 'removed'`).run()
    })
    .immediate()
}
