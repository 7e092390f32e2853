import type { ColumnKind, Dataset, Differences } from '../../shared/datasets.ts'
import type { Recipe } from '../../shared/recipes.ts'
import { isGone, withoutGone } from '../recipe/goneColumns.ts'
import { namesGiven, viewTable } from '../recipe/table/view.ts'

/** A recipe for the next version of its table, and what became of it, a sentence for each change. */
export interface Replay {
  recipe: Recipe
  notes: string[]
}

const kindWords: Record<ColumnKind, string> = {
  number: 'numbers',
  category: 'categories',
  date: 'dates',
  text: 'texts',
  boolean: 'yes and no',
}

/**
 * The same recipe on a table with other columns: what names a column that is gone is left out, a column that is new is
 * ignored until a person gives it a role, so that the network's inputs stay those that were chosen; rows that were chosen
 * by number are other ones there.
 */
export function replayRecipe(recipe: Recipe, after: Pick<Dataset, 'columns'>, changes: Differences['columns']): Replay {
  const known = new Set([...after.columns.map(({ name }) => name), ...namesGiven(recipe.steps)])
  const gone = isGone(after.columns, recipe.steps)
  const notes: string[] = []
  const isTargetGone = recipe.target !== null && !known.has(recipe.target)
  if (isTargetGone) notes.push(`The target “${recipe.target}” is gone: choose another one in Prepare.`)
  for (const { name } of changes.gone) {
    if (name !== recipe.target && recipe.roles[name] !== 'ignored') {
      notes.push(`“${name}” is gone: the network no longer gets it.`)
    }
  }
  for (const { name } of changes.added) {
    notes.push(`“${name}” is new: it is ignored until you give it a role in Prepare.`)
  }
  for (const { name, before, after: now } of changes.kinds) {
    if (recipe.roles[name] === 'ignored') continue
    const what = name === recipe.target ? `The target “${name}”` : `“${name}”`
    notes.push(`${what} held ${kindWords[before]} and now holds ${kindWords[now]}: look at its steps in Prepare.`)
  }
  viewTable(after.columns, recipe, ({ message }) => notes.push(`${message} Correct the step in Prepare.`))
  const chosen = recipe.steps.flatMap((step) => (step.kind === 'excludeRows' ? step.rows : [])).length
  if (chosen > 0) {
    notes.push(
      chosen === 1
        ? 'A row was left out by its number, which may be of another row now: choose it again.'
        : `${chosen} rows were left out by their numbers, which may be of other rows now: choose them again.`,
    )
  }
  const roles = Object.entries(recipe.roles).filter(([name]) => known.has(name))
  const added = changes.added.map(({ name }) => [name, 'ignored'] as const)
  return {
    recipe: {
      ...recipe,
      target: isTargetGone ? null : recipe.target,
      roles: Object.fromEntries([...roles, ...added]),
      steps: recipe.steps.flatMap((step) => (step.kind === 'excludeRows' ? [] : withoutGone(step, gone))),
    },
    notes,
  }
}
