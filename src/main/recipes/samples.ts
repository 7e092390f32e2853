import { neighbouringRows, sampleColumn, sampleRows, scatteredRows } from '../../core/recipe/sample.ts'
import { sampleSize } from '../../core/recipe/sampleSize.ts'
import { isSeriesStep } from '../../core/recipe/windows/steps.ts'
import { remembered } from '../../core/remembered.ts'
import type { Table, TableColumn } from '../../core/table.ts'
import type { Dataset } from '../../shared/datasets.ts'
import { DescentError } from '../../shared/errors.ts'
import type { Look, Recipe, RecipePreview } from '../../shared/recipes.ts'
import type { ComputeClient } from '../compute/client.ts'
import { targetOf } from '../runs/newRun.ts'
import type { TableSource } from '../runs/tables.ts'

/** Rows of a sample at most: enough for a histogram, few enough to be worked out between two keystrokes. */
export const SAMPLE_ROWS = 2_000
const SEED = 1

export interface SamplePreviews {
  /** Fails as `cancelled` once a newer question about the dataset is asked. */
  preview(project: string, dataset: Dataset, recipe: Recipe, looks: Look[], key: string): Promise<RecipePreview>
}

/**
 * Previews over a sample of a table's rows, in a thread that no long work holds up. A column is sampled once.
 *
 * @param compute a thread for nothing else
 */
export function createSamplePreviews(tables: Pick<TableSource, 'load'>, compute: ComputeClient): SamplePreviews {
  /** By how their rows were chosen. */
  const known = new WeakMap<TableColumn, Map<string, TableColumn>>()
  const newest = new Map<string, symbol>()
  let busy: Promise<unknown> = Promise.resolve()

  function sampled(table: Table, recipe: Recipe): Table {
    // Steps that look at the rows beside a row need rows that follow one another.
    const beside = recipe.steps.some((step) => step.enabled && isSeriesStep(step))
    const choose = beside ? neighbouringRows : scatteredRows
    const most = sampleSize(recipe, table.columns.length, SAMPLE_ROWS)
    const rows = sampleRows(table, most, (count, size) => choose(count, size, SEED))
    const way = `${beside} ${most}`
    const columns = table.columns.map((column) => {
      const samples = known.get(column) ?? new Map<string, TableColumn>()
      known.set(column, samples)
      return remembered(samples, way, () => sampleColumn(column, rows))
    })
    const { testFrom } = table
    return {
      rows: rows.length,
      columns,
      rowNumbers: rows,
      ...(testFrom === undefined ? {} : { testFrom: rows.filter((row) => row < testFrom).length }),
    }
  }

  return {
    async preview(project, dataset, recipe, looks, key) {
      const question = Symbol(key)
      newest.set(dataset.id, question)
      const isNewest = () => {
        if (newest.get(dataset.id) !== question) throw new DescentError('cancelled', 'A newer question was asked.')
      }
      const whole = await tables.load(project, dataset, recipe)
      const table = sampled(whole, recipe)
      // How many values the target has is no matter of the sample.
      const { task } = targetOf(dataset, recipe)
      const turn = busy.then(isNewest).then(() =>
        compute.ask('preview', {
          key,
          table,
          recipe: { ...recipe, task },
          looks,
          wholeRows: whole.rows,
          relations: false,
        }),
      )
      busy = turn.catch(() => {})
      const preview = await turn
      const { testFrom } = whole
      const ofTestTable = testFrom === undefined ? {} : { ofTestTable: whole.rows - testFrom }
      return { ...preview, sample: table.rows, rows: { ...preview.rows, total: whole.rows, ...ofTestTable } }
    },
  }
}
