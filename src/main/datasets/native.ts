import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { DescentError } from '../../shared/errors.ts'
import type { TableColumn } from '../../core/table.ts'

/** Two versions of a table on their way to being compared; texts come as stored chunks (see columns/codec.ts). */
export interface NativeComparison {
  /** Rows `firstRow` and on of one column; both versions get their columns in the same order. */
  add(version: 'before' | 'after', firstRow: number, isKey: boolean, texts: Uint8Array): void
  /** Pairs the rows; everything was added. */
  finish(): { added: number; gone: number; changed: number; same: number }
  /** One column alone, to be followed by `changedCells`. */
  addCells(version: 'before' | 'after', firstRow: number, texts: Uint8Array): void
  /** In how many changed rows the column differs. */
  changedCells(): number
  /** The first rows of each sort, `limit` of each at most; `changed` as pairs, the earlier version's row first. */
  examples(limit: number): { added: number[]; gone: number[]; changed: number[] }
}

/** The readers of the native addon. What they throw becomes a DescentError by `readerFailure`. */
export interface NativeReaders {
  compareTables(withKey: boolean): NativeComparison
  /** Answers JSON: the relation (or null) of each feature with the target, and findings. Arrays may be shared memory. */
  describeTarget(target: TableColumn, features: readonly TableColumn[], classification: boolean): string
}

let loaded: { path: string; readers: NativeReaders } | null = null

/** Loads the addon once a thread. Errors: `internal` where it is missing or was built for another system. */
export function loadReaders(addon: URL): NativeReaders {
  const path = fileURLToPath(addon)
  if (loaded?.path === path) return loaded.readers
  try {
    loaded = { path, readers: createRequire(import.meta.url)(path) as NativeReaders }
    return loaded.readers
  } catch (cause) {
    throw new DescentError('internal', 'The readers of Descent could not be loaded.', {
      hint: 'Install Descent again, or build it with “npm run build”.',
      cause,
    })
  }
}
