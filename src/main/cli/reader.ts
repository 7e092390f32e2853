import type { EntryPoints } from '../application.ts'
import type { Reader } from '../datasets/reader/types.ts'

/** The reader of foreign files, in child processes of its own. */
export async function openReader(entries: EntryPoints, mostIdle = 1): Promise<Reader> {
  const { createReader } = await import('../datasets/reader/client.ts')
  return createReader({ entry: entries.readerProcess, addon: entries.addon, mostIdle })
}
