import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import Database from 'better-sqlite3'
import { DescentError } from '../../shared/errors.ts'
import { migrate } from './migrate.ts'
import { APPLICATION_ID } from './schema.ts'

/**
 * A project with nothing in it. It is made under another name first: at `path` there is a complete project or nothing.
 *
 * @throws DescentError `not-found` where the folder is not there, `usage` where there is a file already
 */
export function createProjectFile(path: string, create: { name: string; created: string }): void {
  const folder = dirname(path)
  if (!existsSync(folder)) {
    throw new DescentError('not-found', `There is no folder ${folder} to put ${basename(path)} in.`, {
      hint: 'Create the folder first, or choose another one.',
      where: { file: path },
    })
  }
  const unfinished = `${folder}/.${randomBytes(6).toString('hex')}.descent-new`
  try {
    const database = new Database(unfinished)
    try {
      database.pragma('page_size = 8192')
      database.pragma('auto_vacuum = INCREMENTAL')
      database.pragma(`application_id = ${APPLICATION_ID}`)
      migrate(database, unfinished)
      database.prepare('INSERT INTO meta (id, name, created) VALUES (1, ?, ?)').run(create.name, create.created)
    } finally {
      database.close()
    }
    moveWithoutReplacing(unfinished, path)
  } finally {
    rmSync(unfinished, { force: true })
    rmSync(`${unfinished}-journal`, { force: true })
  }
}

/** Throws `usage` where there is a file already. */
function moveWithoutReplacing(from: string, to: string): void {
  if (existsSync(to)) throw alreadyThere(to)
  try {
    linkSync(from, to)
  } catch (error) {
    if (existsSync(to)) throw alreadyThere(to)
    // Some file systems know no links; the check above is then all there is.
    if (error instanceof Error) renameSync(from, to)
  }
}

function alreadyThere(path: string): DescentError {
  return new DescentError('usage', `There is a file ${basename(path)} already.`, {
    hint: 'Choose another name.',
    where: { file: basename(path) },
  })
}
