import { createReader } from '../../src/main/datasets/reader/client.ts'
import type { Reader } from '../../src/main/datasets/reader/types.ts'
import { sourceEntries } from './sourceEntries.ts'

/** The real reader, in a process of its own; enough for text files, which need no addon. */
export function startReader(): Reader {
  return createReader({ entry: sourceEntries.readerProcess, addon: sourceEntries.addon })
}
