import type { Table } from '../../core/table.ts'
import type { Dataset } from '../../shared/datasets.ts'
import { needsOf } from '../../core/recipe/needs.ts'
import type { Recipe } from '../../shared/recipes.ts'
import type { Network } from '../../shared/training.ts'
import type { ComputeClient } from '../compute/client.ts'
import type { PreparedData } from '../compute/protocol.ts'
import type { TableSource } from './tables.ts'

export interface PreparedTable {
  table: Table
  data: PreparedData
}

/** Turns stored datasets into what a training takes. The last result is kept: estimate, start and evaluate share it. */
export class DataPreparer {
  readonly #tables: TableSource
  readonly #compute: ComputeClient
  #kept: { key: string; prepared: PreparedTable } | null = null

  constructor(tables: TableSource, compute: ComputeClient) {
    this.#tables = tables
    this.#compute = compute
  }

  /** @param network whose inputs and targets are wanted; null: as for dense layers with the loss of the task */
  async prepare(
    project: string,
    dataset: Dataset,
    recipe: Recipe,
    network: Network | null,
    options: { signal?: AbortSignal; onProgress?: (fraction: number) => void } = {},
  ): Promise<PreparedTable> {
    const columns = dataset.columns.map(({ name, kind, missingMarkers, reading }) => [
      name,
      kind,
      missingMarkers,
      reading,
    ])
    const needs = needsOf(network ?? { hidden: [] })
    const key = JSON.stringify([project, dataset.id, columns, recipe, needs])
    if (this.#kept?.key === key) return this.#kept.prepared
    const table = await this.#tables.load(project, dataset, recipe)
    const sources = Object.fromEntries(
      dataset.columns.map(({ name, missingMarkers, reading }) => [
        name,
        { missingMarkers: missingMarkers.map(({ marker }) => marker), reading },
      ]),
    )
    const data = await this.#compute.ask('prepare', { table, recipe, sources, needs }, options)
    const prepared = { table, data }
    this.#kept = { key, prepared }
    return prepared
  }
}
