import { onTestFinished } from 'vitest'
import { createStorage, type Storage } from '../../src/main/storage/client.ts'
import { sourceEntries } from './sourceEntries.ts'

export const { storageWorker } = sourceEntries

/** A storage thread that ends with the test. */
export function startStorage(): Storage {
  const storage = createStorage(storageWorker)
  onTestFinished(() => storage.end())
  return storage
}
