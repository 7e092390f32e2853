import type { ColumnSummary, Dataset } from '../../shared/datasets.ts'
import { DescentError } from '../../shared/errors.ts'
import type { Table, TableColumn } from '../../core/table.ts'
import type { ComputeClient } from '../compute/client.ts'
import { weightColumn } from '../../core/recipe/rowWeights.ts'
import { dealtColumns } from '../../core/recipe/split/deal.ts'
import { featureColumns } from '../../core/recipe/features.ts'
import { requireView } from '../../core/recipe/table/view.ts'
import { outlierColumns } from '../../core/recipe/training/dropOutlierRows.ts'
import type { Recipe } from '../../shared/recipes.ts'
import type { RunStorage, StoredColumn } from './ports.ts'

/** Typed columns of stored datasets, in shared memory, for the compute thread. */
export interface TableSource {
  /** The raw columns that a recipe needs. The newest dataset's columns are kept between calls. */
  load(project: string, dataset: Dataset, recipe: Recipe): Promise<Table>
}

/** Values read from the storage in one call; columns of a wide table share it, those of a long one nearly stand alone. */
const valuesAtOnce = 20_000_000

export function createTableSource(storage: RunStorage, compute: ComputeClient): TableSource {
  let kept: { dataset: string; columns: Map<string, Promise<TableColumn>> } | null = null

  return {
    async load(project, dataset, recipe) {
      const key = `${project}/${dataset.id}`
      if (kept?.dataset !== key) kept = { dataset: key, columns: new Map() }
      const { columns } = kept
      const needed = neededColumns(dataset.columns, recipe)
      const used = dataset.columns.filter(({ name }) => needed.has(name))
      const absent = used.filter((summary) => !columns.has(signatureOf(summary)))
      const atOnce = Math.max(1, Math.floor(valuesAtOnce / Math.max(1, dataset.rows)))
      for (let first = 0; first < absent.length; first += atOnce) {
        const group = absent.slice(first, first + atOnce)
        const names = group.map(({ name }) => name)
        const stored = storage.readColumns(project, dataset.id, names)
        for (const [index, summary] of group.entries()) {
          const signature = signatureOf(summary)
          const column = stored.then((read) => decodeColumn(compute, dataset.rows, read[index]))
          column.catch(() => columns.delete(signature))
          columns.set(signature, column)
        }
      }
      const loaded = used.flatMap((summary) => columns.get(signatureOf(summary)) ?? [])
      return { rows: dataset.rows, columns: await Promise.all(loaded) }
    },
  }
}

/**
 * The raw columns behind the features, the target, the weights of rows and what the split and the search for outliers
 * look at, and those that the steps of the table stage read. Throws `unusable-input` where such a step cannot run.
 */
function neededColumns(columns: readonly ColumnSummary[], recipe: Recipe): Set<string> {
  const view = requireView(columns, recipe)
  const all = [...view.columns.values()]
  const beside = new Set([recipe.target, weightColumn(recipe), ...dealtColumns(recipe), ...outlierColumns(recipe)])
  const wanted = [...featureColumns(all, recipe), ...all.filter(({ name }) => beside.has(name))]
  return new Set([...view.read, ...wanted.flatMap(({ from }) => from)])
}

function signatureOf({ index, name, kind, missingMarkers, reading }: ColumnSummary): string {
  return JSON.stringify([index, name, kind, missingMarkers, reading])
}

async function decodeColumn(
  compute: ComputeClient,
  rows: number,
  stored: StoredColumn | undefined,
): Promise<TableColumn> {
  if (stored === undefined) throw new DescentError('internal', 'The storage gave fewer columns than were asked for.')
  const { name, kind, levels, chunks } = stored
  const values = await compute.ask('decodeColumn', { kind, rows, chunks })
  if (kind === 'number' || kind === 'date') return { name, kind, values: new Float64Array(values) }
  return { name, kind, codes: new Int32Array(values), levels: levels ?? [] }
}
