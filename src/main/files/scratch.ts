import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Scratch folders are named `descent-<process number>-<time>`. */
const SCRATCH = /^descent-(\d+)-/
/** Younger folders are left alone: in containers that share a disk, process numbers do not tell who is alive. */
const STALE_AFTER_MS = 24 * 60 * 60 * 1000

/** Makes the scratch folder, and removes those beside it whose processes ended long ago without doing so. */
export async function openScratch(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const parent = dirname(folder)
  for (const name of await readdir(parent)) {
    const pid = SCRATCH.exec(name)?.[1]
    if (pid === undefined || name === basename(folder) || isAlive(Number(pid))) continue
    const path = join(parent, name)
    const stats = await stat(path).catch(() => null)
    if (stats?.isDirectory() !== true || Date.now() - stats.mtimeMs < STALE_AFTER_MS) continue
    // It may belong to another person; then it is theirs to remove.
    await rm(path, { recursive: true, force: true }).catch(() => {})
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // A process of another person is there all the same.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
