import type { Dataset } from '../../shared/datasets.ts'
import type { Table, TableColumn } from '../../core/table.ts'
import type { ComputeClient } from '../compute/client.ts'
import { featureColumns } from '../../core/recipe/usableRows.ts'
import type { Recipe } from '../../shared/recipes.ts'
import type { RunStorage } from './ports.ts'

/** Typed columns of stored datasets, in shared memory, for the compute thread. */
export interface TableSource {
  /** The target and the features. The newest dataset's columns are kept between calls. */
  load(project: string, dataset: Dataset, recipe: Recipe): Promise<Table>
}

export function createTableSource(storage: RunStorage, compute: ComputeClient): TableSource {
  let kept: { dataset: string; columns: Map<string, Promise<TableColumn>> } | null = null

  return {
    async load(project, dataset, recipe) {
      const key = `${project}/${dataset.id}`
      if (kept?.dataset !== key) kept = { dataset: key, columns: new Map() }
      const { columns } = kept
      const target = dataset.columns.filter(({ name }) => name === recipe.target)
      const used = [...featureColumns(dataset.columns, recipe), ...target]
      const loaded = used.map((summary) => {
        const signature = JSON.stringify([
          summary.index,
          summary.name,
          summary.kind,
          summary.missingMarkers,
          summary.reading,
        ])
        let column = columns.get(signature)
        if (column === undefined) {
          column = readColumn(storage, compute, project, dataset, summary.name)
          column.catch(() => columns.delete(signature))
          columns.set(signature, column)
        }
        return column
      })
      return { rows: dataset.rows, columns: await Promise.all(loaded) }
    },
  }
}

async function readColumn(
  storage: RunStorage,
  compute: ComputeClient,
  project: string,
  dataset: Dataset,
  column: string,
): Promise<TableColumn> {
  const { name, kind, levels, chunks } = await storage.readColumn(project, dataset.id, column)
  const values = await compute.ask('decodeColumn', { kind, rows: dataset.rows, chunks })
  if (kind === 'number' || kind === 'date') return { name, kind, values: new Float64Array(values) }
  return { name, kind, codes: new Int32Array(values), levels: levels ?? [] }
}
