import { basename } from 'node:path'
import type { FittedRecipe } from '../../shared/recipes.ts'
import type { Run } from '../../shared/runs.ts'
import type { SideStorage } from './sideStorage.ts'

/** What a copy says of itself when it is read again. */
export interface ReadCopy {
  /** What is wrong with the file, in sentences; nothing, as a rule. */
  problems: string[]
  run: Run
  fitted: FittedRecipe | null
  weights: Float32Array | null
}

/** Projects of one run, written and read beside the work that goes on. */
export interface RunCopies {
  /** To a path where there is no file yet. Errors: `disk-full`, and those of reading the project. */
  write(project: string, run: string, path: string): Promise<void>
  /** Reads all of it, checksums included. */
  read(path: string, run: string): Promise<ReadCopy>
}

export function createRunCopies(side: SideStorage, pathOf: (project: string) => string): RunCopies {
  return {
    write: (project, run, path) =>
      side.use(pathOf(project), basename(pathOf(project)), (call) =>
        call('copyRun', { run, path, created: new Date().toISOString() }),
      ),
    read: (path, run) =>
      side.use(path, basename(path), async (call) => ({
        problems: await call('checkProject', {}),
        run: await call('readRun', { run }),
        fitted: await call('readFitted', { run }),
        weights: await call('readWeights', { run }),
      })),
  }
}
