import { mkdir, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'

/** Scratch folders are named `descent-<process number>-<time>`. */
const SCRATCH = /^descent-(\d+)-/
/** Younger folders of elsewhere are left alone: containers may share a disk and number their processes each for itself. */
const STALE_AFTER_MS = 24 * 60 * 60 * 1000
/** In a scratch folder: among which processes the number in its name tells one. */
const NUMBERED = 'numbered'

/** Makes the scratch folder, and removes those beside it whose processes have surely ended without doing so. */
export async function openScratch(folder: string): Promise<void> {
  const here = await numberedHere()
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(join(folder, NUMBERED), here)
  const parent = dirname(folder)
  for (const name of await readdir(parent)) {
    const pid = SCRATCH.exec(name)?.[1]
    if (pid === undefined || name === basename(folder) || isAlive(Number(pid))) continue
    const path = join(parent, name)
    const stats = await stat(path).catch(() => null)
    if (stats?.isDirectory() !== true) continue
    const isOfHere = (await readFile(join(path, NUMBERED), 'utf8').catch(() => null)) === here
    if (!isOfHere && Date.now() - stats.mtimeMs < STALE_AFTER_MS) continue
    // It may belong to another person; then it is theirs to remove.
    await rm(path, { recursive: true, force: true }).catch(() => {})
  }
}

/** The same for all processes that are numbered together: those of one start of a system, and of one container in it. */
async function numberedHere(): Promise<string> {
  const start = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')
  const space = await readlink('/proc/self/ns/pid').catch(() => '')
  return [hostname(), start.trim(), space].join(' ')
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
