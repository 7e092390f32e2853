import { DescentError } from '../../shared/errors.ts'
import type { Recipe, Step, Task } from '../../shared/recipes.ts'
import { createRandom, shuffle } from '../random.ts'
import { countCodes } from './columns.ts'
import { enabledSteps } from './enabledSteps.ts'
import type { Target } from './target.ts'

type ResampleStep = Extract<Step, { kind: 'resampleClasses' }>
export type Resampling = Pick<ResampleStep, 'method' | 'ratio' | 'seed'>

/**
 * How a recipe resamples its classes; null where it does not.
 * Throws `usage` for a regression, and where there are two such steps.
 */
export function resamplingOf(recipe: Recipe, task: Task): ResampleStep | null {
  const [only, second] = enabledSteps(recipe).filter((step) => step.kind === 'resampleClasses')
  if (only === undefined) return null
  if (task === 'regression') {
    throw new DescentError('usage', 'Classes are resampled, but the target is learned as a number.', {
      hint: 'Switch the step that resamples classes off, or train a classification.',
    })
  }
  if (second !== undefined) {
    throw new DescentError('usage', 'Classes are resampled by two steps.', { hint: 'Switch one of them off.' })
  }
  return only
}

/**
 * Rows of each class after resampling: `RandomOverSampler` and `RandomUnderSampler` of imbalanced-learn, whose
 * `sampling_strategy` is the ratio (1 is their default). A class without rows stays without.
 *
 * @param counts rows of each class before
 */
export function resampledCounts(
  counts: ArrayLike<number>,
  { method, ratio }: Pick<Resampling, 'method' | 'ratio'>,
): number[] {
  const present = Array.from(counts).filter((count) => count > 0)
  const [least, most] = [Math.min(...present), Math.max(...present)]
  return Array.from(counts, (count) => {
    if (count === 0) return 0
    return method === 'over' ? Math.max(count, Math.floor(most * ratio)) : Math.min(count, Math.floor(least / ratio))
  })
}

/** How many rows the network learns from where a step resamples the training rows; null where none does. */
export function drawnRows(
  recipe: Recipe,
  target: Target,
  train: Uint32Array,
): { step: string; column: string; rows: number } | null {
  const resampling = resamplingOf(recipe, target.task)
  if (resampling === null || target.task === 'regression') return null
  const codes = Int32Array.from(train, (row) => target.codes[row] ?? -1)
  const counts = resampledCounts(countCodes(codes, target.classes.length), resampling)
  return { step: resampling.id, column: target.name, rows: counts.reduce((sum, count) => sum + count, 0) }
}

/**
 * Which training rows a network learns from, in ascending order: all rows, and some again (`over`, with replacement), or
 * some of them (`under`). Only the engine's training rows are drawn so: what steps learn, and every metric, is of the
 * rows as they are, each once.
 *
 * @param codes class of each training row
 * @returns positions in `codes`
 */
export function resampledRows(codes: ArrayLike<number>, classes: number, settings: Resampling): Uint32Array {
  const members = Array.from({ length: classes }, () => new Array<number>())
  for (let i = 0; i < codes.length; i++) members[codes[i] ?? 0]?.push(i)
  const counts = resampledCounts(
    members.map(({ length }) => length),
    settings,
  )
  const random = createRandom(settings.seed)
  const drawn = new Uint32Array(counts.reduce((sum, count) => sum + count, 0))
  let at = 0
  for (const [code, own] of members.entries()) {
    const wanted = counts[code] ?? 0
    const order = Uint32Array.from(own)
    if (wanted < own.length) shuffle(order, random)
    for (let i = 0; i < wanted; i++) drawn[at++] = order[i < own.length ? i : random.below(own.length)] ?? 0
  }
  return drawn.sort()
}

/** What a resampling does, in a sentence. */
export function describeResampling({ method, ratio }: Pick<Resampling, 'method' | 'ratio'>): string {
  const share = ratio === 1 ? 'as many rows as' : `${Number((ratio * 100).toPrecision(4))} % of the rows of`
  return method === 'over'
    ? `Training rows of rare classes are drawn again until each has ${share} the most frequent one`
    : `Training rows of frequent classes are left out until the rarest has ${share} each`
}
