import { basename } from 'node:path'
import { cellPlace } from '../../core/cellPlace.ts'
import type { Handlers } from '../../shared/contract.ts'
import type { Dataset, ImportOptions } from '../../shared/datasets.ts'
import type { FileRegistry } from '../application.ts'
import { newId } from '../ids.ts'
import type { JobContext, Jobs } from '../jobs/jobs.ts'
import type { SideStorage } from '../projects/sideStorage.ts'
import { DescentError } from '../../shared/errors.ts'
import type { EventSink } from '../runs/ports.ts'
import type { Storage } from '../storage/client.ts'
import type { Reader } from './reader/types.ts'

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
  /** The path of an open project. */
  pathOf(project: string): string
}

interface ImportRequest {
  project: string
  file: string
  name?: string | undefined
  options: ImportOptions
}

export function createDatasetsService(context: DatasetsContext): DatasetsService {
  const { storage, side, reader, files, jobs, events } = context

  function changed(project: string): void {
    events.emit('projectChanged', { project })
  }

  /** Chunks go into the project as they are read, each its own transaction; the dataset is there when all are. */
  async function importFile(request: ImportRequest, { signal, progress }: JobContext): Promise<Dataset> {
    const { project, options } = request
    const { path, fileName } = files.resolve(request.file)
    const id = newId()
    const name = request.name ?? (await freeName(project, nameFrom(fileName)))
    const created = new Date().toISOString()
    await storage.call(project, 'beginDataset', { dataset: id, name, created })
    try {
      const { levels, irregularRows, ...read } = await reader.read(
        path,
        fileName,
        options,
        {
          async chunk({ column, chunk, part, bytes }) {
            await storage.call(project, 'insertChunks', { dataset: id, chunks: [{ column, chunk, part, bytes }] })
          },
          progress: (fraction, rows) => progress(fraction, `${rows.toLocaleString('en-US')} rows read`),
        },
        signal,
      )
      signal.throwIfAborted()
      const dataset: Dataset = { id, name, created, version: 1, previous: null, ...read }
      await storage.call(project, 'finishDataset', { dataset, levels, irregularRows })
      return dataset
    } catch (error) {
      // On a full disk even this can fail; what is left is invisible and forgotten when the project is next opened.
      await storage.call(project, 'discardDataset', { dataset: id }).catch(() => {})
      throw error
    }
  }

  /** "sales", or "sales 2" where there is one already. */
  async function freeName(project: string, wanted: string): Promise<string> {
    const { datasets } = await storage.call(project, 'readProject', {})
    const names = new Set(datasets.map((dataset) => dataset.name))
    let name = wanted
    for (let number = 2; names.has(name); number++) name = `${wanted} ${number}`
    return name
  }

  const handlers: DatasetsService['handlers'] = {
    'datasets.inspect': ({ file, options }) => {
      const { path, fileName } = files.resolve(file)
      return reader.inspect(path, fileName, options)
    },

    'datasets.import': async ({ job, ...request }) => {
      const { fileName } = files.resolve(request.file)
      const title = `Import ${fileName}`
      const dataset = await jobs.run({ id: job, project: request.project, kind: 'import', title }, (work) =>
        importFile(request, work),
      )
      changed(request.project)
      return dataset
    },

    'datasets.get': ({ project, dataset }) => storage.call(project, 'readDataset', { dataset }),

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
    'datasets.formerOptions': async () => null,
    'datasets.sourceFile': async () => null,
    'datasets.previewColumn': unavailable,
    'datasets.compare': unavailable,
    'datasets.refresh': unavailable,

    'datasets.irregularRows': ({ project, dataset, offset, limit }) =>
      storage.call(project, 'readIrregularRows', { dataset, offset, limit }),

    'datasets.setColumn': async ({ project, dataset: id, column, kind, missingMarkers }) => {
      const path = context.pathOf(project)
      const { source } = await storage.call(project, 'readDataset', { dataset: id })
      const choices = {
        kind: kind ?? source.options.kinds?.[column],
        missingMarkers: missingMarkers ?? source.options.missingMarkers?.[column],
      }
      const reparsed = await side.use(path, basename(path), (call) =>
        call('reparseColumn', { dataset: id, column, ...choices }),
      )
      const dataset = await storage.call(project, 'replaceColumn', {
        dataset: id,
        column: reparsed,
        choices: {
          ...(kind === undefined ? {} : { kinds: { [column]: kind } }),
          ...(missingMarkers === undefined ? {} : { missingMarkers: { [column]: missingMarkers } }),
        },
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

async function unavailable(): Promise<never> {
  throw new DescentError('refused', 'This reader cannot do that.', { hint: 'Import the file as a new table.' })
}

function nameFrom(fileName: string): string {
  return (
    fileName
      .replace(/\.[^.]+$/, '')
      .trim()
      .slice(0, 200) || 'Table'
  )
}
