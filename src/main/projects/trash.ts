import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { DescentError } from '../../shared/errors.ts'
import { exists, moveFile } from './move.ts'

/** Removed project files. They can be taken back for a month, also after a restart. */
export interface Trash {
  put(id: string, path: string): Promise<void>
  /** Moves the file back to where it was, and returns that path. Throws `not-found`, or `busy` where the place is taken. */
  takeBack(id: string): Promise<string>
}

const KEPT_MS = 30 * 24 * 60 * 60 * 1000
const ORIGIN = 'origin.txt'

/** `folder` is made when it is needed. What has lain in it for more than a month is deleted. */
export async function openTrash(folder: string): Promise<Trash> {
  for (const id of await readdir(folder).catch(() => [])) {
    const stats = await stat(join(folder, id)).catch(() => null)
    if (stats !== null && Date.now() - stats.mtimeMs > KEPT_MS) await rm(join(folder, id), { recursive: true })
  }
  return {
    async put(id, path) {
      const own = join(folder, id)
      // A project that was removed under the same path before gives way.
      await rm(own, { recursive: true, force: true })
      await mkdir(own, { recursive: true })
      await writeFile(join(own, ORIGIN), path)
      await moveFile(path, join(own, basename(path)))
    },

    async takeBack(id) {
      const own = join(folder, id)
      const path = await readFile(join(own, ORIGIN), 'utf8').catch(() => {
        throw new DescentError('not-found', 'This project is no longer in the trash.')
      })
      if (await exists(path)) {
        throw new DescentError('busy', `There is another file ${basename(path)} in its place now.`, {
          hint: 'Move or rename that file, then take the project back.',
          where: { file: basename(path) },
        })
      }
      await mkdir(dirname(path), { recursive: true })
      await moveFile(join(own, basename(path)), path)
      await rm(own, { recursive: true, force: true })
      return path
    },
  }
}
