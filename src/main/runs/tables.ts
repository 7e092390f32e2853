import type { ColumnSummary, Dataset } from '../../shared/datasets.ts'
import { DescentError } from '../../shared/errors.ts'
import type { Table, TableColumn } from '../../core/table.ts'
import type { ComputeClient } from '../compute/client.ts'
import { columnsToRead, neededColumns } from '../../core/recipe/neededColumns.ts'
import { requireTestColumns } from '../../core/recipe/split/testTable.ts'
import type { Recipe } from '../../shared/recipes.ts'
import type { RunStorage, StoredColumn } from './ports.ts'

/** Typed columns of stored datasets, in shared memory, for the compute thread. */
export interface TableSource {
  /** The raw columns that a recipe needs, with the rows of its test table behind. The newest datasets' columns are kept between calls. */
  load(project: string, dataset: Dataset, recipe: Recipe): Promise<Table>
  /**
   * Raw columns by name, those of them that the table has, with the rows of the recipe's test table behind. They are not
   * kept, so that looking at many columns one after the other takes the memory of a few.
   */
  columns(project: string, dataset: Dataset, recipe: Recipe, names: readonly string[]): Promise<Table>
  /** Stands for the content of what `load` gives: which datasets, and how their columns are read. */
  signature(project: string, dataset: Dataset, recipe: Recipe): Promise<string>
}

/** Values read from the storage in one call; columns of a wide table share it, those of a long one nearly stand alone. */
const valuesAtOnce = 20_000_000

export function createTableSource(storage: RunStorage, compute: ComputeClient): TableSource {
  /** The newest last. */
  const kept: KeptColumns[] = []
  let joined: { of: readonly TableColumn[]; table: Promise<Table> } | null = null

  const columnsOf = (key: string): KeptColumns['columns'] => {
    const at = kept.findIndex(({ dataset }) => dataset === key)
    const found = at === -1 ? { dataset: key, columns: new Map() } : kept.splice(at, 1)[0]
    if (found === undefined) throw new Error('A kept dataset is gone.')
    kept.push(found)
    if (kept.length > KEPT_DATASETS) kept.shift()
    return found.columns
  }

  const readColumns = async (project: string, dataset: Dataset, needed: ReadonlySet<string>): Promise<Table> => {
    const columns = columnsOf(`${project}/${dataset.id}`)
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
  }

  /** The same columns joined before give the same table, whose columns are then known as the same. */
  const join = async (table: Table, test: Table): Promise<Table> => {
    const of = [...table.columns, ...test.columns]
    const isSame = joined?.of.length === of.length && joined.of.every((column, index) => column === of[index])
    if (joined === null || !isSame) joined = { of, table: compute.ask('joinTables', { table, test }) }
    const { table: asked } = joined
    asked.catch(() => {
      if (joined?.table === asked) joined = null
    })
    return asked
  }

  const readApart = async (project: string, dataset: Dataset, names: readonly string[]): Promise<Table> => {
    const known = kept.find((one) => one.dataset === `${project}/${dataset.id}`)?.columns
    const wanted = dataset.columns.filter(({ name }) => names.includes(name))
    const columns: TableColumn[] = []
    for (const summary of wanted) {
      const before = known?.get(signatureOf(summary))
      if (before !== undefined) {
        columns.push(await before)
        continue
      }
      const [stored] = await storage.readColumns(project, dataset.id, [summary.name])
      columns.push(await decodeColumn(compute, dataset.rows, stored))
    }
    return { rows: dataset.rows, columns }
  }

  return {
    async columns(project, dataset, { split: { testTable } }, names) {
      const own = await readApart(project, dataset, names)
      if (testTable === undefined) return own
      const test = await requireTestTable(storage, project, testTable)
      return compute.ask('joinTables', { table: own, test: await readApart(project, test, names) })
    },

    async signature(project, dataset, { split: { testTable } }) {
      const test = testTable === undefined ? [] : [await requireTestTable(storage, project, testTable)]
      return JSON.stringify([project, ...[dataset, ...test].map(({ id, columns }) => [id, columns.map(signatureOf)])])
    },

    async load(project, dataset, recipe) {
      const own = await readColumns(project, dataset, columnsToRead(dataset.columns, recipe))
      const { testTable } = recipe.split
      if (testTable === undefined) return own
      const test = await requireTestTable(storage, project, testTable)
      const needed = neededColumns(dataset.columns, recipe)
      requireTestColumns(dataset, test, needed)
      return join(own, await readColumns(project, test, needed))
    },
  }
}

interface KeptColumns {
  dataset: string
  columns: Map<string, Promise<TableColumn>>
}

/** The one that is worked on, and that of its test. */
const KEPT_DATASETS = 2

async function requireTestTable(storage: RunStorage, project: string, id: string): Promise<Dataset> {
  try {
    return await storage.getDataset(project, id)
  } catch (error) {
    if (!(error instanceof DescentError && error.kind === 'not-found')) throw error
    throw new DescentError('unusable-input', 'The table that the test rows are taken from is gone.', {
      hint: 'Choose another one in Prepare, under Split, or take a share of this table.',
    })
  }
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
