import { basename } from 'node:path'
import { EXTENSION } from './places.ts'
import type { SideStorage } from './sideStorage.ts'

/** Names of projects that are not open, read from their files and remembered while these stay as they are. */
export interface Briefs {
  /** `version` changes when the file does. A file that cannot be read is shown by its file name. */
  nameOf(path: string, version: string): Promise<string>
}

export function createBriefs(side: SideStorage): Briefs {
  const known = new Map<string, { version: string; name: string }>()
  return {
    async nameOf(path, version) {
      const remembered = known.get(path)
      if (remembered?.version === version) return remembered.name
      const name = await side
        .use(path, basename(path), async (call) => (await call('readProject', {})).name)
        // Opening it says what is wrong with it; a list is not the place.
        .catch(() => basename(path, EXTENSION))
      known.set(path, { version, name })
      return name
    },
  }
}
