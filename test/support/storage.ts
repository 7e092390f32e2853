import { onTestFinished } from 'vitest'
import { createStorage, type Storage } from '../../src/main/storage/client.ts'

export const storageWorker = new URL('../../src/main/storage/worker.ts', import.meta.url)

/** A storage thread that ends with the test. */
export function startStorage(): Storage {
  const storage = createStorage(storageWorker)
  onTestFinished(() => storage.end())
  return storage
}
