import { createStorage, type Storage } from '../storage/client.ts'
import type { OperationInput, OperationName, OperationOutput } from '../storage/operations.ts'

type Call = <N extends OperationName>(operation: N, input: OperationInput<N>) => Promise<OperationOutput<N>>

/**
 * A second storage thread that only reads, for work that takes long (copies, checks, reading a column again): the
 * first one must stay free for the training's metrics and the grid.
 */
export interface SideStorage {
  /** Opens the file for reading while `work` goes on. Errors name `fileName`. */
  use<T>(path: string, fileName: string, work: (call: Call) => Promise<T>): Promise<T>
  end(): Promise<void>
}

/** The thread is started when it is first needed. */
export function createSideStorage(entry: URL): SideStorage {
  let storage: Storage | null = null
  let uses = 0
  return {
    async use(path, fileName, work) {
      storage ??= createStorage(entry)
      const thread = storage
      const key = `side-${uses++}`
      await thread.open(key, path, { readOnly: true, fileName })
      try {
        return await work((operation, input) => thread.call(key, operation, input))
      } finally {
        await thread.close(key)
      }
    },
    async end() {
      await storage?.end()
      storage = null
    },
  }
}
