import { availableParallelism, totalmem } from 'node:os'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Handlers } from '../shared/contract.ts'
import type { Application, ApplicationOptions } from './application.ts'
import { createReader } from './datasets/reader/client.ts'
import { createDatasetsService } from './datasets/service.ts'
import { createSourcePlaces } from './datasets/sourcePlaces.ts'
import { createEvents } from './events/events.ts'
import { createArtifactRegistry, createFileRegistry } from './files/registries.ts'
import { openScratch } from './files/scratch.ts'
import { createJobs } from './jobs/jobs.ts'
import { createProjectsService } from './projects/service.ts'
import { createRunCopies } from './projects/runCopies.ts'
import { createSideStorage } from './projects/sideStorage.ts'
import { createRunServices } from './runs/createRunServices.ts'
import { createSamplesService } from './samples/service.ts'
import { createStorage } from './storage/client.ts'
import { createRunStorage } from './storage/runStorage.ts'

/** Puts the services together and starts the storage thread; the others start when they are first needed. */
export async function createApplication(options: ApplicationOptions): Promise<Application> {
  const { entries, host, version, scratchFolder } = options
  await openScratch(scratchFolder)
  const storage = createStorage(entries.storageWorker)
  const side = createSideStorage(entries.storageWorker)
  const events = createEvents()
  const jobs = createJobs(events)
  const files = createFileRegistry()
  const artifacts = createArtifactRegistry(join(scratchFolder, 'artifacts'))
  const reader = createReader({
    entry: entries.readerProcess,
    addon: entries.addon,
    ...(options.spawnReader === undefined ? {} : { spawn: options.spawnReader }),
  })
  // A person will open a file sooner or later, and must not wait for a process then.
  if (host !== 'cli') reader.warm()
  const runs = createRunServices({
    entries,
    storage: createRunStorage(storage),
    reader,
    files,
    artifacts,
    jobs,
    events,
    copies: createRunCopies(side, (project) => projects.pathOf(project)),
  })
  const projects = await createProjectsService({
    storage,
    side,
    files,
    artifacts,
    events,
    folder: options.projectsFolder,
    async beforeClose(project) {
      // Trainings first: they end at a checkpoint, which is not what cancelling their jobs would do.
      await runs.closeProject(project)
      await jobs.cancelAll(project)
    },
  })
  const datasets = createDatasetsService({
    storage,
    side,
    reader,
    files,
    jobs,
    events,
    sources: createSourcePlaces(host === 'browser' ? null : join(options.projectsFolder, '.sources.json')),
    addon: entries.addon,
    pathOf: projects.pathOf,
  })

  const handlers: Handlers = {
    'app.info': async () => ({
      version,
      host,
      engine: await runs.engineInfo(),
      cores: availableParallelism(),
      memoryBytes: totalmem(),
    }),
    ...projects.handlers,
    ...createSamplesService(entries.resources, files).handlers,
    ...datasets.handlers,
    ...runs.handlers,
    'jobs.list': async () => jobs.list(),
    'jobs.cancel': async ({ job }) => {
      jobs.cancel(job)
      return {}
    },
  }

  async function close(): Promise<void> {
    reader.close()
    await projects.closeAll()
    await jobs.cancelAll()
    await runs.close()
    await Promise.all([side.end(), storage.end()])
    events.flush()
    await rm(scratchFolder, { recursive: true, force: true })
  }
  let closing: Promise<void> | null = null

  return {
    handlers,
    events,
    files,
    artifacts,
    async openProjectFile(path, { create, readOnly = false }) {
      // A person at the screen can still look at what another program writes; a command must be told.
      const orReadOnly = host !== 'cli'
      return { project: await projects.openFile(path, { create, readOnly, orReadOnly }) }
    },
    leaveQueue: () => runs.leaveQueue(),
    close: () => (closing ??= close()),
  }
}
