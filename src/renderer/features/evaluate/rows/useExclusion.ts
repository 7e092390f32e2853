import type { Project } from '../../../../shared/projects.ts'
import type { Recipe } from '../../../../shared/recipes.ts'
import type { Run } from '../../../../shared/runs.ts'
import { isStale } from '../../../app/steps.ts'
import { outdatedText } from '../../../app/versions.ts'
import { formatCount, plural } from '../../../../core/words/format.ts'
import { useRecipe } from '../../prepare/useRecipe.ts'
import { excludedRows, withExcluded, withoutExcluded, withoutExclusions } from './exclusions.ts'

export interface Exclusion {
  /** The recipe of the run's table as it is now. */
  recipe: Recipe | undefined
  /** Ascending; those of the recipe, whatever the run was trained with. */
  excluded: readonly number[]
  /** Whether the run was trained with other rows left out. */
  differs: boolean
  /** Whether the recipe has changed in anything else since. */
  otherChanges: boolean
  /** Why no row can be left out; null where it can. */
  refusal: string | null
  exclude: (rows: readonly number[]) => void
  takeBack: (rows: readonly number[]) => void
}

/** Why rows of a test table cannot be left out. */
export const ofTestTable =
  'These rows are of the table that gives the test, which no recipe leaves rows out of: correct or delete them in that table itself.'

/** Leaving rows out of the recipe of a run's table, and taking them back; undo takes back either. */
export function useExclusion(project: Project, run: Run): Exclusion {
  const { recipe, change } = useRecipe(project.id, run.dataset)
  const excluded = recipe === undefined ? [] : excludedRows(recipe)
  const outdated = outdatedText(project, run)
  return {
    recipe,
    excluded,
    differs: String(excludedRows(run.recipe)) !== String(excluded),
    otherChanges:
      recipe !== undefined &&
      isStale(
        { ...run, recipe: withoutExclusions(run.recipe) },
        withoutExclusions({ ...recipe, task: run.recipe.task }),
      ),
    refusal: project.readOnly
      ? 'The project is open for reading only.'
      : outdated === null
        ? null
        : `This run was ${outdated}: train on that first.`,
    exclude: (rows) => {
      if (recipe !== undefined) change(`Leave out ${rowsText(rows)}`, withExcluded(recipe, rows))
    },
    takeBack: (rows) => {
      if (recipe !== undefined) change(`Take back ${rowsText(rows)}`, withoutExcluded(recipe, rows))
    },
  }
}

function rowsText(rows: readonly number[]): string {
  const [first = 0] = rows
  return rows.length === 1 ? `row ${formatCount(first + 1)}` : plural(rows.length, 'row')
}
