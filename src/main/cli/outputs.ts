import { copyFile, mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { DescentError } from '../../shared/errors.ts'

let temporaries = 0

/**
 * A name in the same folder, to be renamed when the content is complete: short, since the file's own may be as long as
 * the file system allows.
 */
export function temporaryBeside(path: string): string {
  return join(dirname(path), `.descent-${process.pid}-${temporaries++}.partial`)
}

/**
 * Makes sure, before any work is done, that its result can be written to `to`, and that this overwrites none of the
 * files it is made from. Errors: `usage` for an input as the output, `refused` and `disk-full` where nothing can be
 * written.
 */
export async function requireOutput(to: string, inputs: readonly string[]): Promise<void> {
  for (const input of inputs) {
    if (await isSame(input, to)) {
      throw new DescentError(
        'usage',
        `${basename(to)} is read by this command: writing the result there would overwrite it.`,
        {
          hint: 'Choose another name for the result.',
          where: { file: to },
        },
      )
    }
  }
  const found = await stat(to).catch(() => null)
  if (found?.isDirectory() === true) {
    throw new DescentError('refused', `${to} is a folder.`, {
      hint: 'Name a file in it.',
      where: { file: to },
    })
  }
  const trial = temporaryBeside(to)
  try {
    await mkdir(dirname(to), { recursive: true })
    await writeFile(trial, '')
  } catch (error) {
    throw writeFailure(error, to)
  } finally {
    await rm(trial, { force: true }).catch(() => {})
  }
}

/** Whether two paths lead to the same file or folder; one that is not there is the same as none. */
export async function isSame(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([one, other].map((path) => realpath(path).catch(() => null)))
  return first != null && first === second
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
