import { basename } from 'node:path'
import type { EntryPoints } from '../application.ts'
import { createSideStorage } from './sideStorage.ts'

/**
 * What is wrong with a project file, in sentences; empty where nothing is. Also works while another program writes.
 * Throws what opening it throws: `not-found`, `unusable-input`, `newer-version`, `damaged`.
 */
export async function checkProjectFile(entries: Pick<EntryPoints, 'storageWorker'>, path: string): Promise<string[]> {
  const side = createSideStorage(entries.storageWorker)
  try {
    return await side.use(path, basename(path), (call) => call('checkProject', {}))
  } finally {
    await side.end()
  }
}
