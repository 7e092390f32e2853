import { createHash } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'

export const EXTENSION = '.descent'

/** The one spelling of a path: links in its folder followed, the file itself need not exist. */
export async function canonicalPath(path: string): Promise<string> {
  const absolute = resolve(path)
  try {
    return await realpath(absolute)
  } catch {
    const folder = await realpath(dirname(absolute)).catch(() => dirname(absolute))
    return join(folder, basename(absolute))
  }
}

/** A project's identifier: always the same for the same canonical path, so that addresses survive a restart. */
export function projectIdOf(path: string): string {
  return createHash('sha256').update(path).digest('base64url').slice(0, 22)
}
