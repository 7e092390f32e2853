import { basename } from 'node:path'
import { columnDifferences, commonColumns, keyColumn } from '../../core/refresh/columns.ts'
import { chosenRows, replayRecipe } from '../../core/refresh/replay.ts'
import { underNewName } from '../../core/refresh/renames.ts'
import type { Dataset, Differences, ImportOptions, Renamed } from '../../shared/datasets.ts'
import type { Recipe } from '../../shared/recipes.ts'
import type { JobContext } from '../jobs/jobs.ts'
import type { Storage } from '../storage/client.ts'
import type { ComparedRows } from '../storage/operations.ts'
import { compareRows, type ComparingContext } from './compareRows.ts'
import { fileStamp, importFile } from './importFile.ts'
import type { Reader } from './reader/types.ts'
import { findRenamed, withFormerSettings } from './renamedColumn.ts'

export interface RefreshContext extends ComparingContext {
  storage: Storage
  reader: Reader
}

export interface RefreshRequest {
  project: string
  dataset: string
  path: string
  fileName: string
  options: ImportOptions | undefined
  /** No column is looked for that may have another name now. */
  noRename: boolean
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
  renamed: Renamed | null
  /** The file, its state and how it was read. */
  of: string
}

// Reading takes about this share of the time, comparing the rest.
const readingShare = 0.7

export function createRefresh(context: RefreshContext): Refresh {
  const { storage, side, pathOf } = context
  const stagedOf = new Map<string, Staged>()

  const stage = async (request: RefreshRequest, before: Dataset, work: JobContext): Promise<Staged> => {
    const { project, path, fileName, noRename } = request
    const options = request.options ?? before.source.options
    const key = `${project}/${before.id}`
    const of = JSON.stringify([path, await fileStamp(path, fileName), options, noRename])
    const known = stagedOf.get(key)
    // The project may have been closed since, and opened again without what was not taken.
    if (known?.of === of && (await storage.call(project, 'isStaged', { dataset: known.dataset.id }))) return known
    await discard(project, before.id)
    const wanted = { project, path, fileName, options, name: before.name, previous: before }
    const read = await importFile(context, wanted, work, { staged: true })
    try {
      const renamed = noRename ? null : await findRenamed(context, project, before, read, work.signal)
      const dataset = renamed === null ? read : await withFormerSettings(context, project, read, renamed)
      const staged = { dataset, renamed, of }
      stagedOf.set(key, staged)
      return staged
    } catch (error) {
      await storage.call(project, 'discardDataset', { dataset: read.id }).catch(() => {})
      throw error
    }
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
      const stored = await storage.call(project, 'readDataset', { dataset: request.dataset })
      const reading = { ...work, progress: (part: number | null, detail: string) => progressOf(work, part, detail) }
      const { dataset: after, renamed } = await stage(request, stored, reading)
      const before = underNewName(stored, renamed)
      const key = keyColumn(before, after)
      const columns = commonColumns(before, after)
      const compared = (part: number) => work.progress(readingShare + (1 - readingShare) * part, 'Comparing rows')
      const rows =
        columns.length === 0
          ? nothingInCommon(before, after)
          : await compareRows(
              context,
              project,
              { before: before.id, after: after.id, columns, key },
              work.signal,
              compared,
            )
      const recipe = await storage.call(project, 'readRecipe', { dataset: before.id })
      const columnChanges = { ...columnDifferences(before, after, renamed), changed: rows.changed }
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
      const stored = await storage.call(project, 'readDataset', { dataset: request.dataset })
      const { dataset: staged, renamed } = await stage(request, stored, work)
      const before = underNewName(stored, renamed)
      const recipe = await storage.call(project, 'readRecipe', { dataset: before.id })
      const rows = recipe === null ? new Map<number, number>() : await rowsNow(project, before, staged, recipe)
      work.signal.throwIfAborted()
      const dataset = await storage.call(project, 'takeDataset', { dataset: staged.id })
      stagedOf.delete(`${project}/${before.id}`)
      if (recipe !== null) {
        const changes = { ...columnDifferences(before, dataset, renamed), changed: [] }
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
