import type { ColumnKind, Dataset, Differences } from '../../shared/datasets.ts'
import type { Recipe, Step } from '../../shared/recipes.ts'
import { isGone, withoutGone } from '../recipe/goneColumns.ts'
import { namesGiven, viewTable } from '../recipe/table/view.ts'
import { renameInRecipe } from './renames.ts'

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
 * ignored until a person gives it a role, so that the network's inputs stay those that were chosen. A column that has
 * another name is named so.
 *
 * @param rowsNow where rows that are left out by number are in that table; one that is not named is used again
 */
export function replayRecipe(
  former: Recipe,
  after: Pick<Dataset, 'columns'>,
  changes: Differences['columns'],
  rowsNow: ReadonlyMap<number, number> = new Map(),
): Replay {
  const { renamed } = changes
  const recipe = renamed === null ? former : renameInRecipe(former, renamed, after.columns)
  const known = new Set([...after.columns.map(({ name }) => name), ...namesGiven(recipe.steps)])
  const gone = isGone(after.columns, recipe.steps)
  const notes: string[] = []
  const isTargetGone = recipe.target !== null && !known.has(recipe.target)
  if (isTargetGone) notes.push(`The target “${recipe.target}” is gone: choose another one in Prepare.`)
  if (renamed !== null && recipe.roles[renamed.after] !== 'ignored') {
    const what = renamed.after === recipe.target ? `The target “${renamed.before}”` : `“${renamed.before}”`
    notes.push(`${what} is called “${renamed.after}” now: the preparation names it so, too.`)
  }
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
  const lost = chosenRows(recipe).filter((row) => !rowsNow.has(row)).length
  if (lost > 0) {
    notes.push(
      lost === 1
        ? 'A row that was left out by its number is gone or has other values: it is used again.'
        : `${lost} rows that were left out by their numbers are gone or have other values: they are used again.`,
    )
  }
  const roles = Object.entries(recipe.roles).filter(([name]) => known.has(name))
  const added = changes.added.map(({ name }) => [name, 'ignored'] as const)
  return {
    recipe: {
      ...recipe,
      target: isTargetGone ? null : recipe.target,
      roles: Object.fromEntries([...roles, ...added]),
      steps: recipe.steps.flatMap((step) => moved(step, rowsNow).flatMap((own) => withoutGone(own, gone))),
    },
    notes,
  }
}

/** The rows that a recipe leaves out by number, whether or not it does so now. */
export function chosenRows({ steps }: Recipe): number[] {
  return [...new Set(steps.flatMap((step) => (step.kind === 'excludeRows' ? step.rows : [])))]
}

/** A step that leaves out rows by number, by where they are now; none where no row is left. Others stay as they are. */
function moved(step: Step, rowsNow: ReadonlyMap<number, number>): Step[] {
  if (step.kind !== 'excludeRows') return [step]
  const rows = step.rows.flatMap((row) => rowsNow.get(row) ?? []).toSorted((a, b) => a - b)
  return rows.length === 0 ? [] : [{ ...step, rows }]
}
