import { closeSync, fstatSync, openSync, rmSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename } from 'node:path'
import Database from 'better-sqlite3'
import { DescentError } from '../../shared/errors.ts'
import { storageFailure } from './failures.ts'

/** The right to write to a project file. */
export interface WriterLock {
  release(): void
}

interface Holder {
  pid: number
  host: string
  since: string
}

/** How often another program may replace the lock file under our hands before we give up. */
const ATTEMPTS = 5

/**
 * Becomes the only writer of the project at `path`, or throws `busy` and says who is.
 *
 * The lock is a small SQLite file beside the project with a write transaction held open: the operating system ends
 * it with the process that held it, however that process ends, so that there are no stale locks to judge by process
 * numbers. The committed row inside it says who holds it and stays readable meanwhile.
 */
export function acquireWriterLock(path: string): WriterLock {
  const lockPath = `${path}-lock`
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const database = tryLock(path, lockPath)
    if (database !== null) {
      return {
        release() {
          // Removed before it is given up, so that whoever locks the old file finds that it is no longer in place.
          rmSync(lockPath, { force: true })
          database.close()
          // Windows removes only files that nobody has open.
          if (process.platform === 'win32') removeIfFree(lockPath)
        },
      }
    }
  }
  throw new DescentError('busy', `Other programs are opening ${basename(path)} at this moment.`, {
    hint: 'Try again in a few seconds.',
    where: { file: basename(path) },
  })
}

function removeIfFree(lockPath: string): void {
  try {
    rmSync(lockPath, { force: true })
  } catch {
    // Another program has it open by now; it will be removed when that one is done.
  }
}

/** null where the lock file turned out to be another one than the file at `lockPath`. */
function tryLock(path: string, lockPath: string): Database.Database | null {
  const identity = touch(path, lockPath)
  const database = new Database(lockPath, { timeout: 0 })
  try {
    database.pragma('synchronous = OFF')
    database.exec('BEGIN IMMEDIATE')
    database.exec('CREATE TABLE IF NOT EXISTS holder (id INTEGER PRIMARY KEY, pid INTEGER, host TEXT, since TEXT)')
    database
      .prepare('INSERT OR REPLACE INTO holder (id, pid, host, since) VALUES (1, ?, ?, ?)')
      .run(process.pid, hostname(), new Date().toISOString())
    database.exec('COMMIT')
    database.exec('BEGIN IMMEDIATE')
  } catch (error) {
    const failure = busyFailure(error, path, database)
    database.close()
    if (failure !== null) throw failure
    // Torn by a power failure: it holds nothing of value and nobody can be holding it.
    rmSync(lockPath, { force: true })
    return null
  }
  if (fileIdentity(lockPath) === identity) return database
  database.close()
  return null
}

function touch(path: string, lockPath: string): string {
  try {
    const descriptor = openSync(lockPath, 'a')
    const { dev, ino } = fstatSync(descriptor, { bigint: true })
    closeSync(descriptor)
    return `${dev}:${ino}`
  } catch (error) {
    throw new DescentError('busy', `${basename(path)} lies in a folder that cannot be written to.`, {
      hint: 'Copy it to a folder that you may write to, and open it there.',
      where: { file: basename(path) },
      cause: error,
    })
  }
}

function fileIdentity(path: string): string | null {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stats === undefined ? null : `${stats.dev}:${stats.ino}`
}

/** null where the lock file itself is torn. */
function busyFailure(error: unknown, path: string, database: Database.Database): unknown {
  const code = error instanceof Database.SqliteError ? error.code : ''
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) return null
  if (!code.startsWith('SQLITE_BUSY')) return storageFailure(error, basename(path))
  const holder = readHolder(database)
  const who =
    holder === null
      ? 'another program'
      : `the program with process number ${holder.pid} on ${holder.host}, since ${holder.since}`
  return new DescentError('busy', `${basename(path)} is being written to by ${who}.`, {
    hint: 'Close it there first. Until then it can be opened for reading only.',
    where: { file: basename(path) },
  })
}

function readHolder(database: Database.Database): Holder | null {
  try {
    const row = database.prepare<[], Holder>('SELECT pid, host, since FROM holder WHERE id = 1').get()
    return row ?? null
  } catch {
    return null
  }
}
