import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureNative } from '../scripts/setup/native.mjs'
import { out, root } from '../scripts/setup/paths.mjs'

/** The studio without a window, its files in `folder`. */
export async function openApplication(folder) {
  await ensureNative()
  const source = (path) => pathToFileURL(join(root, 'src', 'main', path))
  const { createApplication } = await import(source('createApplication.ts').href)
  return createApplication({
    entries: {
      storageWorker: source('storage/worker.ts'),
      computeWorker: source('compute/worker.ts'),
      trainingWorker: source('training/worker.ts'),
      readerProcess: source('datasets/reader/process.ts'),
      addon: pathToFileURL(join(out, 'native', 'descent.node')),
      resources: pathToFileURL(join(root, 'resources/')),
    },
    host: 'cli',
    version: '0.0.0',
    projectsFolder: join(folder, 'projects'),
    scratchFolder: join(folder, 'scratch'),
  })
}
