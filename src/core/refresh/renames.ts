import { madeOf } from '../recipe/goneColumns.ts'
import { namesGiven } from '../recipe/table/view.ts'
import { isSeriesStep } from '../recipe/windows/steps.ts'
import { renameInFormula } from '../formula/renameColumn.ts'
import type { Dataset, Renamed } from '../../shared/datasets.ts'
import type { Deal, Folds, Recipe, Step } from '../../shared/recipes.ts'

type Version = Pick<Dataset, 'rows' | 'columns'>

/**
 * The one column that may have another name in the later version: it alone is gone, and one alone is new, in its place.
 * Null where that is not so.
 */
export function renamedColumn(before: Pick<Version, 'columns'>, after: Pick<Version, 'columns'>): Renamed | null {
  const lacks = ({ columns }: Pick<Version, 'columns'>) => {
    const names = new Set(columns.map(({ name }) => name))
    return ({ name }: { name: string }) => !names.has(name)
  }
  const [gone, ...othersGone] = before.columns.filter(lacks(after))
  const [added, ...othersAdded] = after.columns.filter(lacks(before))
  if (gone === undefined || added === undefined || othersGone.length + othersAdded.length > 0) return null
  return gone.index === added.index ? { before: gone.name, after: added.name } : null
}

/** The earlier version with the name that its column has in the later one. */
export function underNewName<V extends Pick<Version, 'columns'>>(version: V, renamed: Renamed | null): V {
  if (renamed === null) return version
  const columns = version.columns.map((column) =>
    column.name === renamed.before ? { ...column, name: renamed.after } : column,
  )
  return { ...version, columns }
}

/** The share of rows that must agree in a column for it to be the same one under another name. */
export const ALIKE = 0.9
/** The share of rows that must be found again for the others to be told by. */
const FOUND_AGAIN = 0.5

/**
 * Whether a column's values are those of another one.
 *
 * @param rows of the shorter version
 * @param found rows that both versions have, told by another column; null where there is none
 * @param agreeing those of them with the same value in the column, too
 */
export function isAlike(rows: number, found: number | null, agreeing: number): boolean {
  const compared = found ?? rows
  return rows > 0 && compared >= FOUND_AGAIN * rows && agreeing >= ALIKE * compared
}

/**
 * A recipe for a table in which a column has another name: wherever it names the column, or what a step makes of it, it
 * names it as the table does now.
 *
 * @param columns of the table as it is now
 */
export function renameInRecipe(
  recipe: Recipe,
  { before, after }: Renamed,
  columns: readonly { name: string }[],
): Recipe {
  const made = new Map<string, string>()
  const given = new Set<string>()
  for (const step of recipe.steps) {
    const names = namesGiven([step])
    const now = step.kind === 'window' && step.column === before ? namesGiven([{ ...step, column: after }]) : null
    names.forEach((name, at) => (now === null ? given.add(name) : made.set(name, now[at] ?? name)))
  }
  const others = new Set([...given, ...columns.map(({ name }) => name)])
  const nameOf = (name: string): string => {
    if (name === before) return after
    const window = made.get(name)
    if (window !== undefined) return window
    return !others.has(name) && madeOf(before)(name) ? after + name.slice(before.length) : name
  }
  // Where a step renames the column and another one gives its old name away, that is not this column any more.
  const away = given.has(before)
    ? recipe.steps.findIndex((step) => step.kind === 'rename' && step.column === before)
    : -1
  const nameBehind = away < 0 ? nameOf : (name: string) => (name === before ? name : nameOf(name))
  const steps = recipe.steps.flatMap((step, at): Step[] => {
    const now = renameInStep(step, away < 0 || at <= away || isSeriesStep(step) ? nameOf : nameBehind)
    return now.kind === 'rename' && now.column === now.name ? [] : [now]
  })
  const { folds, split } = recipe
  return {
    ...recipe,
    target: recipe.target === null ? null : nameBehind(recipe.target),
    roles: Object.fromEntries(Object.entries(recipe.roles).map(([name, role]) => [nameBehind(name), role])),
    steps,
    split: split.by === undefined ? split : { ...split, by: renameInDeal(split.by, nameBehind) },
    ...(folds === undefined || folds === null ? {} : { folds: renameInDeal(folds, nameBehind) }),
  }
}

function renameInStep(step: Step, nameOf: (name: string) => string): Step {
  const now = { ...step }
  if ('columns' in now && Array.isArray(now.columns)) now.columns = now.columns.map(nameOf)
  if ('column' in now) now.column = nameOf(now.column)
  if ('orderBy' in now && now.orderBy !== null) now.orderBy = nameOf(now.orderBy)
  if ('groupBy' in now && now.groupBy !== null) now.groupBy = nameOf(now.groupBy)
  if ('formula' in now) now.formula = renameInFormula(now.formula, nameOf)
  return now
}

function renameInDeal<D extends Deal | Folds>(deal: D, nameOf: (name: string) => string): D {
  const now = { ...deal }
  if ('column' in now && now.column !== null) now.column = nameOf(now.column)
  if ('columns' in now) now.columns = now.columns.map(nameOf)
  return now
}
