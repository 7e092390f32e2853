import { temperatureInForce } from '../../core/calibration/inForce.ts'
import { DescentError } from '../../shared/errors.ts'
import type { Dataset } from '../../shared/datasets.ts'
import type { SplitName } from '../../shared/recipes.ts'
import type { Run } from '../../shared/runs.ts'
import type { SeenSplit } from '../compute/rowsBehind.ts'
import { loadModel } from '../runs/models.ts'
import type { RunStorage } from '../runs/ports.ts'
import type { DataPreparer } from '../runs/preparer.ts'
import { prepareAgain } from '../runs/sameData.ts'

/** Columns whose texts are told beside a row: a wide table's other ones are a click away. */
const SHOWN_COLUMNS = 60
/** And of a long table no more than its cells that can be kept in mind: rows that lie anywhere touch all of a column. */
const SHOWN_CELLS = 15_000_000

/** A run's model beside a split of its data, ready for the compute thread. */
export interface LoadedSplit {
  seen: SeenSplit
  /** The table that the run was trained on. */
  dataset: Dataset
  /** The table whose rows the split has, and which of the prepared rows is its first. */
  of: { dataset: Dataset; first: number }
}

/**
 * Stands for what `loadSplit` gives: it changes when the run is extended, trained again from an earlier epoch or calibrated.
 */
export function splitKey(project: string, run: Run, split: SplitName, epoch: number | undefined): string {
  const { id, epochs, bestEpoch, config } = run
  const of = epoch === undefined ? ['best', epochs, bestEpoch] : [epoch]
  return JSON.stringify([project, id, of, split, config.training.changes?.length ?? 0, temperatureInForce(run)])
}

/** Errors: those of `loadModel` and `prepareAgain`, and `not-found` where the split has no rows. */
export async function loadSplit(
  context: { storage: RunStorage; preparer: DataPreparer },
  project: string,
  run: Run,
  { split, epoch }: { split: SplitName; epoch?: number | undefined },
): Promise<LoadedSplit> {
  const { storage } = context
  const model = await loadModel(storage, project, run, epoch)
  const dataset = await storage.getDataset(project, run.dataset)
  const again = await prepareAgain(context, project, run, dataset)
  // A run with weights was prepared.
  if (again === null) throw new Error('The run has weights and no preparation.')
  const { data, table } = again.prepared
  if (data.rows[split].length === 0) throw noSuchRows(run, split)
  const { testTable } = run.recipe.split
  const ofTest = split === 'test' && testTable !== undefined
  return {
    seen: { key: splitKey(project, run, split, epoch), model, data, table, split },
    dataset,
    of: ofTest
      ? { dataset: await storage.getDataset(project, testTable), first: table.testFrom ?? 0 }
      : { dataset, first: 0 },
  }
}

export function noSuchRows({ name }: Run, split: SplitName): DescentError {
  return new DescentError('not-found', `“${name}” has no ${split} rows.`, {
    hint: `Give the ${split} split a share of the rows in the recipe, and train again.`,
  })
}

/** What the model is given, as far as the table has it under these names. */
export function shownColumns({ seen, of }: LoadedSplit): string[] {
  const known = new Set(of.dataset.columns.map(({ name }) => name))
  const given = seen.model.fitted.rawInputs.map(({ name }) => name)
  const most = Math.min(SHOWN_COLUMNS, Math.max(4, Math.floor(SHOWN_CELLS / of.dataset.rows)))
  return given.filter((name) => known.has(name)).slice(0, most)
}
