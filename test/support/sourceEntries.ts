import { pathToFileURL } from 'node:url'
import type { EntryPoints } from '../../src/main/application.ts'

const at = (path: string) => new URL(`../../${path}`, import.meta.url)

/** A folder with the bundles that threads/bundle.ts makes before the tests; without it Node runs TypeScript as it is. */
const bundles = process.env['DESCENT_TEST_THREADS']
export const entry = (bundle: string, path: string): URL =>
  bundles === undefined ? at(path) : new URL(bundle, pathToFileURL(bundles))

/** The entry points with the addon that the build made. */
export const sourceEntries: EntryPoints = {
  storageWorker: entry('storageWorker.js', 'src/main/storage/worker.ts'),
  computeWorker: entry('computeWorker.js', 'src/main/compute/worker.ts'),
  trainingWorker: entry('trainingWorker.js', 'src/main/training/worker.ts'),
  readerProcess: entry('readerProcess.js', 'src/main/datasets/reader/process.ts'),
  addon: at('out/native/descent.node'),
  resources: at('resources/'),
}
