import { copyFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Database } from 'better-sqlite3'
import { DescentError } from '../../shared/errors.ts'
import { MIGRATIONS, type Migration } from './schema.ts'

export function latestVersion(migrations: readonly Migration[] = MIGRATIONS): number {
  return migrations.at(-1)?.version ?? 0
}

/** A project written by a later Descent; it must not be touched. */
export function newerVersion(fileName: string, version: number, latest: number): DescentError {
  return new DescentError(
    'newer-version',
    `${fileName} was written by a newer Descent (format ${version}; this one knows up to ${latest}).`,
    { hint: 'Update Descent to open it. The file was not changed.', where: { file: fileName } },
  )
}

export function readVersion(database: Database): number {
  return Number(database.pragma('user_version', { simple: true }))
}

/**
 * Brings an open project file to the latest version, each step in a transaction of its own. An existing file is
 * first copied beside itself (`NAME.descent-v1`); the copy stays. Throws `newer-version` for a file from the future.
 */
export function migrate(database: Database, path: string, migrations: readonly Migration[] = MIGRATIONS): void {
  migrations.forEach((step, index) => {
    const before = migrations[index - 1]?.version ?? 0
    if (step.version <= before) throw new Error(`Migration ${step.version} does not follow ${before}.`)
  })
  const version = readVersion(database)
  const latest = latestVersion(migrations)
  if (version > latest) throw newerVersion(basename(path), version, latest)
  if (version === latest) return
  if (version > 0) {
    database.pragma('wal_checkpoint(TRUNCATE)')
    copyFileSync(path, `${path}-v${version}`)
  }
  for (const step of migrations) {
    if (step.version <= version) continue
    const apply = database.transaction(() => {
      database.exec(step.sql)
      database.pragma(`user_version = ${step.version}`)
    })
    apply.exclusive()
  }
}
