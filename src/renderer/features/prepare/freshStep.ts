import type { ColumnSummary } from '../../../shared/datasets.ts'
import type { Recipe, Step, StepKind, Task } from '../../../shared/recipes.ts'
import { roleOf } from './recipeChanges.ts'
import { freeId } from './stepChanges.ts'
import { formOf } from './steps/registry.ts'

/** Levels from which on one input a level is much: what encodes a category otherwise begins with such columns. */
const MANY_LEVELS = 15
/** Columns that products begin with: those of five are fifteen. */
const MOST_FACTORS = 5
/** A number with fewer different values is a flag or a code, of which a product says little. */
const LEAST_VALUES = 10

/** Kinds that take a category with many levels. */
const forManyLevels: readonly StepKind[] = ['targetEncode', 'frequency', 'hash', 'embed']

/** Features that a kind of step fits, where it does not simply take a group; none where a person must choose. */
function fittingColumns(kind: StepKind, recipe: Recipe, columns: readonly ColumnSummary[]): string[] {
  const features = columns.filter(({ name }) => roleOf(recipe, name) === 'feature')
  if (forManyLevels.includes(kind)) {
    const categories = features.filter((column) => column.kind === 'category' || column.kind === 'text')
    const many = categories.filter(({ distinct }) => distinct > MANY_LEVELS)
    return (many.length > 0 ? many : categories).map(({ name }) => name)
  }
  if (kind !== 'polynomial') return []
  return features
    .filter((column) => column.kind === 'number' && column.distinct >= LEAST_VALUES)
    .slice(0, MOST_FACTORS)
    .map(({ name }) => name)
}

/** A new step as a person would most likely want it for this table. */
export function freshStep(kind: StepKind, recipe: Recipe, columns: readonly ColumnSummary[]): Step {
  const step = formOf({ kind }).create(freeId(kind, recipe.steps))
  const fitting = fittingColumns(kind, recipe, columns)
  return fitting.length === 0 || !('columns' in step) ? step : { ...step, columns: fitting }
}

/** Why a step of the kind cannot be added to a recipe of the task; null where it can, or the task is not known. */
export function whyNotAdded(kind: StepKind, task: Task | undefined): string | null {
  return kind === 'resampleClasses' && task === 'regression'
    ? 'The target is learned as a number, and has no classes to balance.'
    : null
}
