import type { Table } from '../../core/table.ts'
import type { Dataset } from '../../shared/datasets.ts'
import { DescentError } from '../../shared/errors.ts'
import { needsOf } from '../../core/recipe/needs.ts'
import type { Recipe } from '../../shared/recipes.ts'
import type { Network } from '../../shared/training.ts'
import type { ComputeClient } from '../compute/client.ts'
import type { PreparedData } from '../compute/protocol.ts'
import { KeptPreparations } from './keptPreparations.ts'
import { SharedWork } from './sharedWork.ts'
import type { TableSource } from './tables.ts'

export interface PreparedTable {
  table: Table
  data: PreparedData
}

export interface PreparerOptions {
  /** Of the recipe's cross-validation, counted from 0; absent: the recipe's own training and validation rows. */
  fold?: number | undefined
  signal?: AbortSignal
  onProgress?: (fraction: number) => void
}

/**
 * Turns stored datasets into what a training takes. The last results are kept, as many as fit: estimate, start and
 * evaluate share one, and so do the trials of a study. Who asks for what is being prepared waits for that.
 */
export class DataPreparer {
  readonly #tables: TableSource
  readonly #compute: ComputeClient
  readonly #kept = new KeptPreparations()
  readonly #underWay = new Map<string, SharedWork<PreparedTable>>()

  constructor(tables: TableSource, compute: ComputeClient) {
    this.#tables = tables
    this.#compute = compute
  }

  /**
   * Throws `cancelled` when `signal` aborts; the work ends where nobody else waits for it.
   *
   * @param network whose inputs and targets are wanted; null: as for dense layers with the loss of the task
   */
  async prepare(
    project: string,
    dataset: Dataset,
    recipe: Recipe,
    network: Network | null,
    { fold, signal, onProgress }: PreparerOptions = {},
  ): Promise<PreparedTable> {
    if (signal?.aborted === true) throw new DescentError('cancelled', 'Stopped on request.')
    const needs = needsOf(network ?? { hidden: [] })
    const signature = await this.#tables.signature(project, dataset, recipe)
    const key = JSON.stringify([signature, recipe, needs, fold ?? null])
    const kept = this.#kept.get(key)
    if (kept !== null) return kept
    const before = this.#underWay.get(key)
    if (before !== undefined && !before.isCancelled) return before.wait(signal, onProgress)
    const work = new SharedWork(async (options) => {
      const table = await this.#tables.load(project, dataset, recipe)
      const sources = Object.fromEntries(
        dataset.columns.map(({ name, missingMarkers, reading }) => [
          name,
          { missingMarkers: missingMarkers.map(({ marker }) => marker), reading },
        ]),
      )
      const data = await this.#compute.ask('prepare', { table, recipe, sources, needs, fold }, options)
      const prepared = { table, data }
      this.#kept.add(key, prepared)
      return prepared
    })
    this.#underWay.set(key, work)
    const forget = () => {
      if (this.#underWay.get(key) === work) this.#underWay.delete(key)
    }
    work.ended.then(forget, forget)
    return work.wait(signal, onProgress)
  }
}
