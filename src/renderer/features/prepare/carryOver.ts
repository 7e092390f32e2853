import { columnsNamed } from '../../../core/formula/formula.ts'
import { isGone, withoutGone } from '../../../core/recipe/goneColumns.ts'
import { replayRecipe } from '../../../core/refresh/replay.ts'
import { namesGiven } from '../../../core/recipe/table/view.ts'
import { assertNever } from '../../../shared/assertNever.ts'
import type { Dataset } from '../../../shared/datasets.ts'
import type { Recipe, Step } from '../../../shared/recipes.ts'
import { freeId, withStep } from './stepChanges.ts'
import { columnsBefore, refusedSteps } from './tableSteps.ts'

/** A recipe on another table. */
export interface CarriedRecipe {
  recipe: Recipe
  /** Columns that the recipe names and the table lacks, in the order of the recipe. */
  lacking: string[]
  /** Steps that cannot run there, and are switched off. */
  refused: Step[]
}

/** Columns of the table that a step names. */
function columnsOf(step: Step): string[] {
  const chosen = 'columns' in step && Array.isArray(step.columns) ? step.columns : []
  const one = 'column' in step ? [step.column] : []
  return [...chosen, ...one, ...('formula' in step ? columnsNamed(step.formula) : [])]
}

/** Columns that a recipe says something of, but for those that its steps make. Ignored ones it does not need. */
function namedColumns({ target, roles, steps }: Recipe): string[] {
  const wanted = Object.keys(roles).filter((name) => roles[name] !== 'ignored')
  const made = new Set(namesGiven(steps))
  const named = [...(target === null ? [] : [target]), ...wanted, ...steps.flatMap(columnsOf)]
  return [...new Set(named)].filter((name) => name !== '' && !made.has(name))
}

/**
 * A recipe as it can be on another table, which has a recipe of its own: columns the other lacks are left out, steps
 * that cannot run there are switched off, columns the recipe does not know keep the role they have there, and so does
 * the target where the recipe's is not there.
 */
export function carryOver(recipe: Recipe, table: Pick<Dataset, 'columns'>, present: Recipe): CarriedRecipe {
  const known = new Set(table.columns.map(({ name }) => name))
  const replayed = replayRecipe(recipe, table, { added: [], gone: [], renamed: null, kinds: [], changed: [] }).recipe
  const refused = refusedSteps(table.columns, replayed)
  const steps = replayed.steps.map((step) => (refused.has(step.id) ? { ...step, enabled: false } : step))
  const view = columnsBefore(table.columns, { ...replayed, steps }, null)
  const hasTarget = replayed.target !== null && view.has(replayed.target)
  const learned = hasTarget || present.target === null ? replayed : present
  const { target, task, targetScaling, targetTransform, classOrder, leastClassRows } = learned
  const roles: Recipe['roles'] = {}
  // A renamed column has its role under the name that the table gives it.
  for (const name of new Set([...known, ...view.keys()])) {
    const role = replayed.roles[name] ?? present.roles[name]
    if (role !== undefined && role !== 'target') roles[name] = role
  }
  if (target !== null && view.has(target)) roles[target] = 'target'
  return {
    recipe: {
      ...replayed,
      steps,
      roles,
      target: target !== null && view.has(target) ? target : null,
      task,
      targetScaling,
      targetTransform,
      classOrder,
      leastClassRows,
      ...(isDealtBy(replayed, view)
        ? { split: withTestTable(replayed.split, present.split.testTable) }
        : { split: present.split, folds: present.folds }),
    },
    lacking: namedColumns(recipe).filter((name) => !known.has(name)),
    refused: steps.filter(({ id }) => refused.has(id)),
  }
}

/** Whose rows are the test is said for each table by itself. */
function withTestTable(carried: Recipe['split'], own: string | undefined): Recipe['split'] {
  const { testTable: _, ...split } = carried
  return own === undefined ? split : { ...split, testTable: own }
}

/** Whether the table has the columns by which the recipe deals rows. */
function isDealtBy(recipe: Recipe, columns: ReadonlyMap<string, unknown>): boolean {
  return [recipe.split.by, recipe.folds].every((deal) => {
    switch (deal?.kind) {
      case 'group':
      case 'time':
      case 'column':
        return deal.column === null || columns.has(deal.column)
      case 'hash':
        return deal.columns.every((name) => columns.has(name))
      case 'rows':
      case undefined:
        return true
      default:
        return assertNever(deal)
    }
  })
}

/** A recipe with steps that were copied from anywhere, each where its kind belongs. */
export function withPasted(recipe: Recipe, pasted: readonly Step[], table: Pick<Dataset, 'columns'>): CarriedRecipe {
  let { steps } = recipe
  const added = new Set<string>()
  const gone = isGone(table.columns, [...recipe.steps, ...pasted])
  for (const step of pasted.flatMap((one) => withoutGone(one, gone))) {
    const own = { ...step, id: freeId(step.kind, steps) }
    added.add(own.id)
    steps = withStep(steps, own)
  }
  const refused = refusedSteps(table.columns, { ...recipe, steps })
  const isRefused = ({ id }: Step) => added.has(id) && refused.has(id)
  const running = steps.map((step) => (isRefused(step) ? { ...step, enabled: false } : step))
  const view = columnsBefore(table.columns, { ...recipe, steps: running }, null)
  return {
    recipe: { ...recipe, steps: running },
    lacking: namedColumns({ ...recipe, target: null, roles: {}, steps: [...pasted] }).filter((name) => !view.has(name)),
    refused: steps.filter(isRefused),
  }
}
