import type { Recipe, Split, Step } from '../../../shared/recipes.ts'
import { roleOf, withRole } from './recipeChanges.ts'
import { differenceIds, matchedSteps } from './recipeDifferences.ts'
import { freeId, withStep } from './stepChanges.ts'

/**
 * The present recipe with some of what a proposed one for the same target does otherwise, by the ids of the differences.
 * With all of them it is the proposed one.
 */
export function takeDifferences(present: Recipe, proposed: Recipe, chosen: ReadonlySet<string>): Recipe {
  const { isRole, ofStep, ofRemoved } = differenceIds
  const names = new Set([...Object.keys(present.roles), ...Object.keys(proposed.roles)])
  let next = present
  for (const name of names) {
    const role = roleOf(proposed, name)
    if (chosen.has(isRole(name)) && role !== 'target') next = withRole(next, name, role)
  }
  const matches = matchedSteps(present.steps, proposed.steps)
  const likes = new Map([...matches].flatMap(([id, step]) => [[step.id, proposed.steps.find((own) => own.id === id)]]))
  let steps = present.steps.flatMap((step): Step[] => {
    const like = likes.get(step.id)
    if (like === undefined) return chosen.has(ofRemoved(step)) ? [] : [step]
    return [chosen.has(ofStep(like)) ? { ...like, id: step.id } : step]
  })
  for (const step of proposed.steps) {
    if (matches.has(step.id) || !chosen.has(ofStep(step))) continue
    const isFree = steps.every(({ id }) => id !== step.id)
    steps = withStep(steps, isFree ? step : { ...step, id: freeId(step.kind, steps) })
  }
  return {
    ...next,
    steps: chosen.has(differenceIds.order) ? inOrderOf(steps, proposed.steps, matches) : steps,
    task: chosen.has(differenceIds.task) ? proposed.task : next.task,
    targetScaling: chosen.has(differenceIds.targetScaling) ? proposed.targetScaling : next.targetScaling,
    targetTransform: chosen.has(differenceIds.targetTransform) ? proposed.targetTransform : next.targetTransform,
    ...(chosen.has(differenceIds.classOrder) ? { classOrder: proposed.classOrder } : {}),
    ...(chosen.has(differenceIds.leastClassRows) ? { leastClassRows: proposed.leastClassRows } : {}),
    ...(chosen.has(differenceIds.folds) ? { folds: proposed.folds } : {}),
    split: takenSplit(present.split, proposed.split, chosen),
  }
}

function takenSplit(present: Split, proposed: Split, chosen: ReadonlySet<string>): Split {
  const { by, testTable, ...shares } = chosen.has(differenceIds.split)
    ? { ...proposed, by: present.by, testTable: present.testTable }
    : present
  const dealt = chosen.has(differenceIds.deal) ? proposed.by : by
  const tested = chosen.has(differenceIds.testTable) ? proposed.testTable : testTable
  return {
    ...shares,
    ...(dealt === undefined ? {} : { by: dealt }),
    ...(tested === undefined ? {} : { testTable: tested }),
  }
}

/** Steps in the order of their likes; one without stays behind the one it follows. */
function inOrderOf(steps: readonly Step[], proposed: readonly Step[], matches: ReadonlyMap<string, Step>): Step[] {
  const places = new Map(proposed.map(({ id }, at) => [matches.get(id)?.id ?? id, at]))
  let last = -1
  const placed = steps.map((step) => {
    last = places.get(step.id) ?? last
    return { step, place: last }
  })
  return placed.toSorted((a, b) => a.place - b.place).map(({ step }) => step)
}
