import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import Database from 'better-sqlite3'
import { DescentError } from '../../shared/errors.ts'
import { ChunkCache } from './chunkCache.ts'
import { createProjectFile } from './create.ts'
import { notAProject, storageFailure } from './failures.ts'
import { acquireWriterLock, type WriterLock } from './lock.ts'
import { latestVersion, migrate, newerVersion, readVersion } from './migrate.ts'
import type { OpenOptions } from './protocol.ts'
import { Revisions } from './revisions.ts'
import { discardUnfinished, forgetRemoved } from './recovery.ts'
import { APPLICATION_ID } from './schema.ts'

/** An open project file, in the storage thread. */
export interface Connection {
  database: Database.Database
  path: string
  fileName: string
  readOnly: boolean
  cache: ChunkCache
  revisions: Revisions
  close(): void
}

/** Decompressed columns kept for the grid: two of a hundred columns side by side. */
const CACHE_BYTES = 192 * 2 ** 20
/** How long a statement waits for another program's short lock, for instance at a checkpoint. */
const BUSY_TIMEOUT_MS = 5000
/** The share of free pages above which all others are written anew. */
const MOSTLY_FREE = 0.9
/** Pages that are given back at a time: few enough for SQLite's cache, which is 16 MB. */
const VACUUM_PAGES = 250
const HEADER_BYTES = 100
const MAGIC = 'SQLite format 3\0'

/**
 * Opens a project file, creating it first where `options.create` is given. Throws `not-found`, `unusable-input` (not
 * a project), `newer-version` (the file is untouched), `damaged`, `busy` (another writer, or no right to write; not
 * with `readOnly`) and `disk-full`.
 */
export function openProjectFile(path: string, options: OpenOptions): Connection {
  const fileName = options.fileName ?? basename(path)
  let lock: WriterLock | null = null
  let database: Database.Database | null = null
  try {
    if (options.create !== undefined) createProjectFile(path, options.create)
    checkHeader(path, fileName)
    if (!options.readOnly) {
      checkWritable(path, fileName)
      lock = acquireWriterLock(path)
    }
    database = new Database(path, { readonly: options.readOnly, fileMustExist: true, timeout: BUSY_TIMEOUT_MS })
    if (options.readOnly) checkVersion(database, fileName)
    else prepareForWriting(database, path)
  } catch (error) {
    database?.close()
    lock?.release()
    throw storageFailure(error, fileName)
  }
  return connection(database, lock, { path, fileName, readOnly: options.readOnly })
}

function connection(
  database: Database.Database,
  lock: WriterLock | null,
  file: { path: string; fileName: string; readOnly: boolean },
): Connection {
  return {
    database,
    ...file,
    cache: new ChunkCache(CACHE_BYTES),
    revisions: new Revisions(!file.readOnly),
    close() {
      try {
        if (!file.readOnly) leaveOneFile(database)
      } finally {
        database.close()
        lock?.release()
      }
    },
  }
}

function prepareForWriting(database: Database.Database, path: string): void {
  database.pragma('journal_mode = WAL')
  // A transaction survives the end of the process, however it ends; a power failure may undo the last ones but
  // never damages the file. See docs/decisions on the project file.
  database.pragma('synchronous = NORMAL')
  database.pragma('foreign_keys = ON')
  migrate(database, path)
  discardUnfinished(database)
}

/** With the write-ahead log turned off again the file is complete and opens even from a medium that is read-only. */
function leaveOneFile(database: Database.Database): void {
  try {
    forgetRemoved(database)
    giveBackFreePages(database)
    database.pragma('wal_checkpoint(TRUNCATE)')
    database.pragma('journal_mode = DELETE')
  } catch {
    // Another program reads, or the disk is full: the log beside the file stays, and the next opening takes it up.
  }
}

/**
 * Shortens the file by the pages that hold nothing any more: by writing the others anew where they are few, else some
 * at a time, since in one go SQLite writes every one of them to its log before it is cut off.
 */
function giveBackFreePages(database: Database.Database): void {
  const count = (pragma: string) => Number(database.pragma(pragma, { simple: true }))
  let free = count('freelist_count')
  if (free > count('page_count') * MOSTLY_FREE) database.exec('VACUUM')
  for (let before = Infinity; free > 0 && free < before; free = count('freelist_count')) {
    before = free
    database.pragma(`incremental_vacuum(${VACUUM_PAGES})`)
  }
}

function checkVersion(database: Database.Database, fileName: string): void {
  const version = readVersion(database)
  const latest = latestVersion()
  if (version > latest) throw newerVersion(fileName, version, latest)
  if (version < latest) {
    throw new DescentError('busy', `${fileName} is in an older format and must be brought up to date first.`, {
      hint: 'Open it for writing once.',
      where: { file: fileName },
    })
  }
}

function checkWritable(path: string, fileName: string): void {
  try {
    accessSync(path, constants.W_OK)
  } catch (error) {
    throw new DescentError('busy', `${fileName} may not be changed: it is marked as read-only.`, {
      hint: 'Give yourself the right to write to it, or open it for reading only.',
      where: { file: fileName },
      cause: error,
    })
  }
}

/** Refuses what is no project before SQLite touches it, so that it stays as it is to the byte. */
function checkHeader(path: string, fileName: string): void {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) {
    throw new DescentError('not-found', `There is no project file ${fileName}.`, { where: { file: fileName } })
  }
  if (stats.isDirectory()) {
    throw new DescentError('unusable-input', `${fileName} is a folder, not a project file.`, {
      where: { file: fileName },
    })
  }
  if (stats.size === 0) {
    throw new DescentError('unusable-input', `${fileName} is empty (0 bytes): there is no project in it.`, {
      hint: 'The copy or download it comes from was perhaps not finished. Get the file again, or create a new project.',
      where: { file: fileName },
    })
  }
  const header = Buffer.alloc(HEADER_BYTES)
  const descriptor = openSync(path, 'r')
  let length: number
  try {
    length = readSync(descriptor, header, 0, HEADER_BYTES, 0)
  } finally {
    closeSync(descriptor)
  }
  // Offsets of the SQLite file format: 60 is the user version, 68 the application id, both big-endian.
  if (length < HEADER_BYTES || header.toString('latin1', 0, MAGIC.length) !== MAGIC) throw notAProject(fileName)
  if (header.readUInt32BE(68) !== APPLICATION_ID) throw notAProject(fileName)
  const version = header.readUInt32BE(60)
  if (version > latestVersion()) throw newerVersion(fileName, version, latestVersion())
}
