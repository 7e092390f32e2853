import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createEvents, type Events } from '../../src/main/events/events.ts'
import { createArtifactRegistry, createFileRegistry } from '../../src/main/files/registries.ts'
import { createJobs } from '../../src/main/jobs/jobs.ts'
import { createProjectsService } from '../../src/main/projects/service.ts'
import { createSideStorage } from '../../src/main/projects/sideStorage.ts'
import { createDatasetsService } from '../../src/main/datasets/service.ts'
import { createSourcePlaces } from '../../src/main/datasets/sourcePlaces.ts'
import type { Reader } from '../../src/main/datasets/reader/types.ts'
import { sourceEntries } from './sourceEntries.ts'
import { startStorage, storageWorker } from './storage.ts'
import { temporaryFolder } from './folder.ts'

/** The services of projects and datasets with their real storage, as one program has them. */
export async function startServices(reader: Reader, folder?: string) {
  const root = folder ?? (await temporaryFolder())
  const storage = startStorage()
  const side = createSideStorage(storageWorker)
  onTestFinished(() => side.end())
  const events: Events = createEvents()
  const jobs = createJobs(events)
  const files = createFileRegistry()
  const artifacts = createArtifactRegistry(join(root, 'artifacts'))
  const projectsFolder = join(root, 'projects')
  const projects = await createProjectsService({
    storage,
    side,
    files,
    artifacts,
    events,
    folder: projectsFolder,
    beforeClose: (project) => jobs.cancelAll(project),
  })
  const datasets = createDatasetsService({
    storage,
    side,
    reader,
    files,
    jobs,
    events,
    sources: createSourcePlaces(join(projectsFolder, '.sources.json')),
    addon: sourceEntries.addon,
    pathOf: projects.pathOf,
  })
  const handlers = { ...projects.handlers, ...datasets.handlers }
  return { root, projectsFolder, storage, side, events, jobs, files, artifacts, projects, datasets, handlers }
}

/** For tests that read no file. */
export const noReader: Reader = {
  inspect: () => Promise.reject(new Error('There is no reader in this test.')),
  read: () => Promise.reject(new Error('There is no reader in this test.')),
  readRows: () => Promise.reject(new Error('There is no reader in this test.')),
  previewColumn: () => Promise.reject(new Error('There is no reader in this test.')),
  convert: () => Promise.reject(new Error('There is no reader in this test.')),
  warm: () => {},
  close: () => {},
}
