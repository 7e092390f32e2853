import { setTimeout } from 'node:timers/promises'
import type { Reader } from '../../../src/main/datasets/reader/types.ts'
import { createJobs } from '../../../src/main/jobs/jobs.ts'
import { createFileRegistry } from '../../../src/main/files/registries.ts'
import { createDatasetsService } from '../../../src/main/datasets/service.ts'
import { createSideStorage } from '../../../src/main/projects/sideStorage.ts'
import { createStorage } from '../../../src/main/storage/client.ts'
import { createSourcePlaces } from '../../../src/main/datasets/sourcePlaces.ts'
import { sourceEntries } from '../sourceEntries.ts'
import { startReader } from '../reader.ts'

/** Imports a file into a project again and again until it is killed; ready once the first chunk is stored. Arguments: project file, file to import. */
const [, , projectPath, filePath] = process.argv
if (projectPath === undefined || filePath === undefined) throw new Error('Two arguments are needed.')

const { storageWorker } = sourceEntries
const storage = createStorage(storageWorker)
const events = { emit: () => {} }
const files = createFileRegistry()
const reader = startReader()
/** Writes slowly, so that most moments lie between the first chunk and the last. */
const slowReader: Reader = {
  ...reader,
  read: (path, fileName, options, sink, signal) =>
    reader.read(
      path,
      fileName,
      options,
      {
        ...sink,
        async chunk(chunk) {
          await sink.chunk(chunk)
          console.log('ready')
          await setTimeout(50)
        },
      },
      signal,
    ),
}
const datasets = createDatasetsService({
  storage,
  side: createSideStorage(storageWorker),
  reader: slowReader,
  files,
  jobs: createJobs(events),
  events,
  sources: createSourcePlaces(null),
  addon: sourceEntries.addon,
  pathOf: () => projectPath,
})
await storage.open('p', projectPath, { readOnly: false })
const { file } = await files.register(filePath, 'numbers.csv')
for (let number = 1; ; number++) {
  const { id } = await datasets.handlers['datasets.import']({ project: 'p', job: `j${number}`, file, options: {} })
  console.log(`stored ${id}`)
}
