import type { Dataset } from '../../shared/datasets.ts'
import { DescentError } from '../../shared/errors.ts'
import type { FittedRecipe } from '../../shared/recipes.ts'
import type { Run } from '../../shared/runs.ts'
import type { RunStorage } from './ports.ts'
import type { DataPreparer, PreparedTable } from './preparer.ts'

/**
 * A run's data, prepared again, with the preparation it began with; null where it never came to be prepared. Throws
 * `unusable-input` where it is another now, because a column is read otherwise: what was learned does not go with it.
 */
export async function prepareAgain(
  { storage, preparer }: { storage: RunStorage; preparer: DataPreparer },
  project: string,
  run: Run,
  dataset: Dataset,
): Promise<{ prepared: PreparedTable; fitted: FittedRecipe } | null> {
  const fitted = await storage.readFitted(project, run.id)
  if (fitted === null) return null
  const { recipe, fold } = run
  const prepared = await preparer.prepare(project, dataset, recipe, run.config.network, { fold })
  // As it would be stored: JSON knows neither -0 nor NaN.
  const again: unknown = JSON.parse(JSON.stringify(prepared.data.fitted))
  if (saysTheSame(JSON.parse(JSON.stringify(fitted)), again)) return { prepared, fitted }
  throw new DescentError('unusable-input', `“${dataset.name}” has changed since “${run.name}” began.`, {
    hint: 'Start a new run, or read its columns again as they were read then.',
  })
}

/**
 * Whether all that was noted of a preparation holds of another one. A newer version of the program may note more of the same
 * preparation than the one that stored it.
 */
export function saysTheSame(noted: unknown, again: unknown): boolean {
  if (Array.isArray(noted)) {
    return (
      Array.isArray(again) && noted.length === again.length && noted.every((value, i) => saysTheSame(value, again[i]))
    )
  }
  if (typeof noted !== 'object' || noted === null) return Object.is(noted, again)
  if (typeof again !== 'object' || again === null || Array.isArray(again)) return false
  const found = new Map<string, unknown>(Object.entries(again))
  return Object.entries(noted).every(([key, value]) => value === undefined || saysTheSame(value, found.get(key)))
}
