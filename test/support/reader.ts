import { createReader } from '../../src/main/datasets/reader/client.ts'
import type { Reader } from '../../src/main/datasets/reader/types.ts'

/** The real reader, in a process of its own; enough for text files, which need no addon. */
export function startReader(): Reader {
  return createReader({
    entry: new URL('../../src/main/datasets/reader/process.ts', import.meta.url),
    addon: new URL('../../out/native/descent.node', import.meta.url),
  })
}
