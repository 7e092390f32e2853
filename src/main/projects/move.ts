import { constants } from 'node:fs'
import { access, copyFile, link, rename, rm } from 'node:fs/promises'

export async function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  )
}

/** Moves a file, from one disk to another too. */
export async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error
    await copyFile(from, to)
    await rm(from)
  }
}

/** Moves a file within a disk to a place where there is none yet; false where there is one. */
export async function moveToFreePlace(from: string, to: string): Promise<boolean> {
  if (await exists(to)) return false
  try {
    await link(from, to)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    // Some file systems know no links; the check above is then all there is.
    await rename(from, to)
    return true
  }
  await rm(from)
  return true
}
