import { suggestRecipe } from '../../core/recipe/suggest.ts'
import { taskOf } from '../../core/recipe/target.ts'
import type { Dataset } from '../../shared/datasets.ts'
import type { Recipe, SuggestedRecipe, TargetReport } from '../../shared/recipes.ts'
import type { ComputeClient } from '../compute/client.ts'
import { newId } from '../ids.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { TableSource } from '../runs/tables.ts'

/** Targets whose leaks are remembered: a person goes back and forth between a few. */
const REMEMBERED = 8
/** Correlations and their like below this tell next to nothing. */
const LEAST_RELATION = 0.1
/** Standard errors of a correlation of nothing, 1 / √rows, that chance hardly goes beyond. */
const CHANCE = 3

export interface Suggestions {
  /** The recipe that suits a table: its profile, and what its columns tell of the target. Without a target none is guessed. */
  suggest(project: string, dataset: Dataset, target: string | null): Promise<SuggestedRecipe>
}

/**
 * Suggests recipes, the same for a window and for a script. That a column gives the target away shows only once their
 * values are compared, which is a job of its own; what it found is kept as long as the columns are read alike.
 */
export function createSuggestions({
  tables,
  compute,
  jobs,
}: {
  tables: TableSource
  compute: Pick<ComputeClient, 'ask'>
  jobs: Pick<Jobs, 'run'>
}): Suggestions {
  /** The newest last. */
  const known = new Map<string, Promise<TargetReport>>()

  async function reportOf(project: string, dataset: Dataset, recipe: Recipe, target: string): Promise<TargetReport> {
    const signature = await tables.signature(project, dataset, recipe)
    const key = JSON.stringify([signature, recipe.roles, target])
    const title = `What gives ${target} away`
    const found =
      known.get(key) ??
      jobs.run({ id: newId(), project, kind: 'prepare', title }, ({ signal }) =>
        relationsTo({ tables, compute }, project, dataset, recipe, target, signal),
      )
    known.delete(key)
    known.set(key, found)
    for (const oldest of known.keys()) {
      if (known.size <= REMEMBERED) break
      known.delete(oldest)
    }
    found.catch(() => known.delete(key))
    return found
  }

  return {
    async suggest(project, dataset, target) {
      const { columns, rows, findings } = dataset
      const byProfile = suggestRecipe(columns, rows, target, findings)
      if (target === null) return byProfile
      const report = await reportOf(project, dataset, byProfile.recipe, target)
      const leaks = report.findings.filter(({ kind }) => kind === 'targetLeak' || kind === 'targetSum')
      if (leaks.length === 0) return byProfile
      const without = suggestRecipe(columns, rows, target, [...leaks, ...findings])
      return tellsOfTarget(report, without.recipe) ? without : byProfile
    },
  }
}

/**
 * Whether a feature goes with the target beyond chance. Where none does, what would be left out is all there is to
 * learn from: the person is warned of it, and decides.
 */
function tellsOfTarget({ relations }: TargetReport, { roles }: Recipe): boolean {
  return relations.some(
    ({ column, value, rows }) =>
      roles[column] === 'feature' && Math.abs(value) >= Math.max(LEAST_RELATION, CHANCE / Math.sqrt(rows)),
  )
}

/** How closely the features of a recipe without steps of the table stage go with a column of the table. */
export async function relationsTo(
  { tables, compute }: { tables: Pick<TableSource, 'load'>; compute: Pick<ComputeClient, 'ask'> },
  project: string,
  dataset: Dataset,
  recipe: Recipe,
  target: string,
  signal: AbortSignal,
): Promise<TargetReport> {
  const table = await tables.load(project, dataset, recipe)
  const summary = dataset.columns.find(({ name }) => name === target)
  const task =
    summary === undefined ? 'regression' : taskOf(summary.kind, summary.distinct, dataset.rows - summary.missing)
  return compute.ask('relations', { table, target, task }, { signal })
}
