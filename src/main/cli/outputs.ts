import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { DescentError } from '../../shared/errors.ts'

/** A name in the same folder, to be renamed when the content is complete. */
export function temporaryBeside(path: string): string {
  return `${path}.partial-${process.pid}`
}

/** Puts a finished file where the person wants it, in one step; returns its size in bytes. */
export async function deliver(from: string, to: string): Promise<number> {
  const partial = temporaryBeside(to)
  try {
    await mkdir(dirname(to), { recursive: true })
    await copyFile(from, partial)
    await rename(partial, to)
    return (await stat(to)).size
  } catch (error) {
    await rm(partial, { force: true })
    throw writeFailure(error, to)
  }
}

/** What is thrown where a file cannot be written. */
export function writeFailure(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || error instanceof DescentError) return error
  if (error.code === 'ENOSPC') {
    return new DescentError('disk-full', `The disk is full: ${path} could not be written.`, {
      hint: 'Free some space and try again.',
      where: { file: path },
      cause: error,
    })
  }
  return new DescentError('refused', `${path} cannot be written.`, {
    hint: 'Choose a place that exists and that you may write to.',
    where: { file: path },
    cause: error,
  })
}
