import { basename } from 'node:path'
import { columnDifferences, commonColumns, keyColumn } from '../../core/refresh/columns.ts'
import { chosenRows, replayRecipe } from '../../core/refresh/replay.ts'
import type { Dataset, Differences, ImportOptions } from '../../shared/datasets.ts'
import type { Recipe } from '../../shared/recipes.ts'
import type { JobContext } from '../jobs/jobs.ts'
import type { SideStorage } from '../projects/sideStorage.ts'
import type { Storage } from '../storage/client.ts'
import type { ComparedRows, CompareRequest } from '../storage/operations.ts'
import { fileStamp, importFile } from './importFile.ts'
import type { Reader } from './reader/types.ts'

export interface RefreshContext {
  storage: Storage
  side: SideStorage
  reader: Reader
  /** The native addon. */
  addon: URL
  pathOf(project: string): string
}

export interface RefreshRequest {
  project: string
  dataset: string
  path: string
  fileName: string
  options: ImportOptions | undefined
}

export interface Refresh {
  /** Reads the file beside the dataset, invisibly, and says what differs. */
  compare(request: RefreshRequest, work: JobContext): Promise<Differences>
  /** Makes the file the next version; what was compared and is still the same is not read again. */
  take(request: RefreshRequest, work: JobContext): Promise<Dataset>
}

/** A version that was read and not taken yet. */
interface Staged {
  dataset: Dataset
  /** The file, its state and the options it was read with. */
  of: string
}

// Reading takes about this share of the time, comparing the rest.
const readingShare = 0.7
/** Between two looks at how far a comparison is, in milliseconds. */
const LOOK_EVERY = 100

export function createRefresh(context: RefreshContext): Refresh {
  const { storage, side, addon, pathOf } = context
  const stagedOf = new Map<string, Staged>()

  const stage = async (request: RefreshRequest, before: Dataset, work: JobContext): Promise<Dataset> => {
    const { project, path, fileName } = request
    const options = request.options ?? before.source.options
    const key = `${project}/${before.id}`
    const of = JSON.stringify([path, await fileStamp(path, fileName), options])
    const known = stagedOf.get(key)
    // The project may have been closed since, and opened again without what was not taken.
    if (known?.of === of && (await storage.call(project, 'isStaged', { dataset: known.dataset.id })))
      return known.dataset
    await discard(project, before.id)
    const wanted = { project, path, fileName, options, name: before.name, previous: before }
    const dataset = await importFile(context, wanted, work, { staged: true })
    stagedOf.set(key, { dataset, of })
    return dataset
  }

  const discard = async (project: string, dataset: string): Promise<void> => {
    const key = `${project}/${dataset}`
    const known = stagedOf.get(key)
    stagedOf.delete(key)
    if (known !== undefined) await storage.call(project, 'discardDataset', { dataset: known.dataset.id })
  }

  return {
    async compare(request, work) {
      const { project } = request
      const before = await storage.call(project, 'readDataset', { dataset: request.dataset })
      const reading = { ...work, progress: (part: number | null, detail: string) => progressOf(work, part, detail) }
      const after = await stage(request, before, reading)
      const key = keyColumn(before, after)
      const columns = commonColumns(before, after)
      const rows =
        columns.length === 0
          ? nothingInCommon(before, after)
          : await compareRows(project, { before: before.id, after: after.id, columns, key }, work)
      const recipe = await storage.call(project, 'readRecipe', { dataset: before.id })
      const columnChanges = { ...columnDifferences(before, after), changed: rows.changed }
      return {
        fileName: request.fileName,
        isSame: after.source.sha256 === before.source.sha256 && sameOptions(before, after),
        rows: { before: before.rows, after: after.rows, ...rows.counts },
        key,
        columns: columnChanges,
        examples: { names: columns.map(({ name }) => name), ...rows.examples },
        recipe:
          recipe === null
            ? []
            : replayRecipe(recipe, after, columnChanges, await rowsNow(project, before, after, recipe)).notes,
      }
    },

    async take(request, work) {
      const { project } = request
      const before = await storage.call(project, 'readDataset', { dataset: request.dataset })
      const staged = await stage(request, before, work)
      const recipe = await storage.call(project, 'readRecipe', { dataset: before.id })
      const rows = recipe === null ? new Map<number, number>() : await rowsNow(project, before, staged, recipe)
      work.signal.throwIfAborted()
      const dataset = await storage.call(project, 'takeDataset', { dataset: staged.id })
      stagedOf.delete(`${project}/${before.id}`)
      if (recipe !== null) {
        const changes = { ...columnDifferences(before, dataset), changed: [] }
        const replayed = replayRecipe(recipe, dataset, changes, rows).recipe
        await storage.call(project, 'saveRecipe', { dataset: dataset.id, recipe: replayed })
      }
      return dataset
    },
  }

  /** Where the rows that a recipe leaves out by number are in the next version: those with the same texts. */
  async function rowsNow(
    project: string,
    before: Dataset,
    after: Dataset,
    recipe: Recipe,
  ): Promise<Map<number, number>> {
    const rows = chosenRows(recipe)
    if (rows.length === 0) return new Map()
    const question = { before: before.id, after: after.id, columns: commonColumns(before, after), rows }
    const path = pathOf(project)
    const found = await side.use(path, basename(path), (call) => call('findSameRows', question))
    return new Map(
      rows.flatMap((row, at): [number, number][] => {
        const now = found[at] ?? null
        return now === null ? [] : [[row, now]]
      }),
    )
  }

  /** In the thread beside the one that the studio waits for. */
  async function compareRows(
    project: string,
    request: Pick<CompareRequest, 'before' | 'after' | 'columns' | 'key'>,
    { signal, progress }: JobContext,
  ): Promise<ComparedRows> {
    const control = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT))
    const cancel = () => void Atomics.store(control, 0, 1)
    if (signal.aborted) cancel()
    signal.addEventListener('abort', cancel, { once: true })
    const look = setInterval(() => {
      progress(readingShare + (1 - readingShare) * (Atomics.load(control, 1) / 1000), 'Comparing rows')
    }, LOOK_EVERY)
    try {
      const path = pathOf(project)
      return await side.use(path, basename(path), (call) =>
        call('compareDatasets', { ...request, addon: addon.href, control }),
      )
    } finally {
      clearInterval(look)
      signal.removeEventListener('abort', cancel)
    }
  }
}

/** Rows without a column in common: none of them is in both, and there are no texts to show of them. */
function nothingInCommon(before: Dataset, after: Dataset): ComparedRows {
  return {
    counts: { added: after.rows, gone: before.rows, changed: 0, same: 0 },
    changed: [],
    examples: { added: [], gone: [], changed: [] },
  }
}

function progressOf({ progress }: JobContext, part: number | null, detail: string): void {
  progress(part === null ? null : part * readingShare, detail)
}

function sameOptions(before: Dataset, after: Dataset): boolean {
  return JSON.stringify(before.source.options) === JSON.stringify(after.source.options)
}
