import type { EntryPoints } from '../../src/main/application.ts'

const at = (path: string) => new URL(`../../${path}`, import.meta.url)

/** The entry points as TypeScript, which Node runs as it is, with the addon that the build made. */
export const sourceEntries: EntryPoints = {
  storageWorker: at('src/main/storage/worker.ts'),
  computeWorker: at('src/main/compute/worker.ts'),
  trainingWorker: at('src/main/training/worker.ts'),
  readerProcess: at('src/main/datasets/reader/process.ts'),
  addon: at('out/native/descent.node'),
  resources: at('resources/'),
}
