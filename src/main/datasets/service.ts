import { basename } from 'node:path'
import { cellPlace } from '../../core/cellPlace.ts'
import { withTailRemedies } from '../../core/recipe/tails.ts'
import type { Handlers } from '../../shared/contract.ts'
import type { FileRegistry } from '../application.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { SideStorage } from '../projects/sideStorage.ts'
import type { EventSink } from '../runs/ports.ts'
import type { Storage } from '../storage/client.ts'
import { columnSettings, optionsOf } from './columnSettings.ts'
import { formerOptions } from './formerOptions.ts'
import { searchOrder } from './findText.ts'
import { createFreeNames, nameFrom } from './freeNames.ts'
import { fileStamp, importFile } from './importFile.ts'
import type { Reader } from './reader/types.ts'
import { createRefresh } from './refresh.ts'
import type { SourcePlaces } from './sourcePlaces.ts'

type DatasetCalls = Extract<keyof Handlers, `datasets.${string}`>

export interface DatasetsService {
  handlers: Pick<Handlers, DatasetCalls>
}

export interface DatasetsContext {
  storage: Storage
  side: SideStorage
  reader: Reader
  files: FileRegistry
  jobs: Jobs
  events: EventSink
  sources: SourcePlaces
  /** The native addon. */
  addon: URL
  /** The path of an open project. */
  pathOf(project: string): string
}

export function createDatasetsService(context: DatasetsContext): DatasetsService {
  const { storage, side, reader, files, jobs, events, sources } = context
  const refresh = createRefresh(context)

  function changed(project: string): void {
    events.emit('projectChanged', { project })
  }

  const names = createFreeNames(async (project) => {
    const { datasets } = await storage.call(project, 'readProject', {})
    return datasets.map(({ name }) => name)
  })

  /** In the thread beside the one that the studio waits for. */
  function beside<T>(project: string, work: Parameters<typeof side.use<T>>[2]): Promise<T> {
    const path = context.pathOf(project)
    return side.use(path, basename(path), work)
  }

  const handlers: DatasetsService['handlers'] = {
    'datasets.inspect': ({ file, options }) => {
      const { path, fileName } = files.resolve(file)
      return reader.inspect(path, fileName, options)
    },

    'datasets.import': async ({ job, ...request }) => {
      const { project, options } = request
      const { path, fileName } = files.resolve(request.file)
      const title = `Import ${fileName}`
      const { dataset, stamp } = await jobs.run({ id: job, project, kind: 'import', title }, async (work) => {
        const stamped = await fileStamp(path, fileName)
        const read = await names.use(project, request.name ?? nameFrom(fileName), (name) =>
          importFile(context, { project, path, fileName, options, name }, work, { staged: false }),
        )
        return { dataset: read, stamp: stamped }
      })
      changed(project)
      await sources.remember(dataset.id, { path, stamp })
      return dataset
    },

    'datasets.get': async ({ project, dataset }) =>
      withTailRemedies(await storage.call(project, 'readDataset', { dataset })),

    'datasets.rows': async ({ project, dataset, offset, limit }) => ({
      offset,
      rows: await storage.call(project, 'readRows', { dataset, offset, limit }),
      lines: await storage.call(project, 'readLines', { dataset, offset, limit }),
    }),

    'datasets.place': async ({ project, dataset: id, row, column }) => {
      const dataset = await storage.call(project, 'readDataset', { dataset: id })
      const [line] = await storage.call(project, 'readLines', { dataset: id, offset: row, limit: 1 })
      const index = dataset.columns.findIndex(({ name }) => name === column)
      return line === undefined ? null : cellPlace(dataset.source, line, index)
    },
    'datasets.find': async ({ project, dataset, column, text, from, backwards }) => {
      const { rows } = await storage.call(project, 'readDataset', { dataset })
      for (const stretch of searchOrder(rows, from, backwards)) {
        const row = await storage.call(project, 'findInChunk', { dataset, column, text, backwards, ...stretch })
        if (row !== null) return { row }
      }
      return { row: null }
    },

    'datasets.formerOptions': async ({ project, file }) => formerOptions(context, project, files.resolve(file)),

    'datasets.sourceFile': async ({ project, dataset }) => {
      const { source } = await storage.call(project, 'readDataset', { dataset })
      const known = await sources.find(dataset)
      const stamp = known === null ? null : await fileStamp(known.path, source.fileName).catch(() => null)
      if (known === null || stamp === null) return null
      const { file, fileName } = await files.register(known.path, source.fileName)
      return { file, fileName, changed: stamp !== known.stamp }
    },

    'datasets.compare': ({ project, dataset, job, file, options, noRename = false }) => {
      const { path, fileName } = files.resolve(file)
      const title = `Compare with ${fileName}`
      return jobs.run({ id: job, project, kind: 'compare', title }, (work) =>
        refresh.compare({ project, dataset, path, fileName, options, noRename }, work),
      )
    },

    'datasets.refresh': async ({ project, dataset, job, file, options, noRename = false }) => {
      const { path, fileName } = files.resolve(file)
      const title = `Refresh from ${fileName}`
      const { taken, stamp } = await jobs.run({ id: job, project, kind: 'import', title }, async (work) => {
        const stamped = await fileStamp(path, fileName)
        return {
          taken: await refresh.take({ project, dataset, path, fileName, options, noRename }, work),
          stamp: stamped,
        }
      })
      changed(project)
      await sources.remember(taken.id, { path, stamp })
      return taken
    },

    'datasets.previewColumn': ({ of, column, settings }) => {
      if ('file' in of) {
        const { path, fileName } = files.resolve(of.file)
        return reader.previewColumn(path, fileName, of.options, column, settings)
      }
      const { project, dataset } = of
      return beside(project, (call) => call('previewColumn', { dataset, column, settings, addon: context.addon.href }))
    },

    'datasets.irregularRows': ({ project, dataset, offset, limit }) =>
      storage.call(project, 'readIrregularRows', { dataset, offset, limit }),

    'datasets.setColumn': async ({ project, dataset: id, column, ...chosen }) => {
      const { source } = await storage.call(project, 'readDataset', { dataset: id })
      const settings = { ...columnSettings(source.options, column), ...chosen }
      const reparsed = await beside(project, (call) =>
        call('reparseColumn', { dataset: id, column, settings, addon: context.addon.href }),
      )
      const dataset = await storage.call(project, 'replaceColumn', {
        dataset: id,
        column: reparsed,
        choices: optionsOf(column, settings),
      })
      changed(project)
      return dataset
    },

    'datasets.rename': async ({ project, dataset, name }) => {
      const renamed = await storage.call(project, 'renameDataset', { dataset, name })
      changed(project)
      return renamed
    },

    'datasets.remove': async ({ project, dataset }) => {
      await storage.call(project, 'removeDataset', { dataset })
      changed(project)
      return {}
    },

    'datasets.restore': async ({ project, dataset }) => {
      await storage.call(project, 'restoreDataset', { dataset })
      changed(project)
      return {}
    },
  }
  return { handlers }
}
