import type { SearchParameter, SearchSettings, SearchSpace, SearchValue, Trial } from '../../shared/search.ts'
import { fencesOf } from '../recipe/numbers/fences.ts'
import { treeVariance } from './fanova.ts'
import { growForest, type ForestColumn } from './forest.ts'
import { choiceIndex, toUnit } from './parameters.ts'

export interface Importance {
  /** In the space's order: the share of the score's variance that the parameter explains by itself, 0 to 1. */
  parameters: { path: string; share: number }[]
  /** What is left: parameters that matter only together. */
  interactions: number
}

const trees = 64
/** With fewer trials a forest has nothing to say. */
const fewestTrials = 5
/** Worse scores count as if they stood at Tukey's outer fence: one explosion would otherwise be all the variance. */
const outerFence = 3

/**
 * How much each parameter matters: functional analysis of variance of a random forest that was fitted to the trials (Hutter,
 * Hoos and Leyton-Brown, 2014, ICML), the mean over its trees as in Optuna's `FanovaImportanceEvaluator`. Trials that were
 * stopped count with the score that they had. A parameter that was not searched in a trial counts as the middle of its
 * range there, or as its first choice.
 *
 * @returns null with too few trials, or where all scores are the same
 */
export function importanceOf(
  space: SearchSpace,
  { direction, seed }: Pick<SearchSettings, 'direction' | 'seed'>,
  history: readonly Trial[],
): Importance | null {
  const scored = history.flatMap(({ point, state, score }) =>
    score !== null && Number.isFinite(score) && (state === 'finished' || state === 'pruned') ? [{ point, score }] : [],
  )
  if (scored.length < fewestTrials) return null
  const columns = space.parameters.map((parameter): ForestColumn => {
    const levels = parameter.kind === 'choice' ? parameter.values.length : null
    return { values: Float64Array.from(scored, ({ point }) => placeOf(parameter, point[parameter.path])), levels }
  })
  const scores = fenced(
    Float64Array.from(scored, ({ score }) => score),
    direction,
  )
  const variances = growForest(columns, scores, { trees, seed })
    .map((tree) => treeVariance(tree, columns))
    .filter(({ total }) => total > 0)
  if (variances.length === 0) return null
  const parameters = space.parameters.map(({ path }, column) => ({
    path,
    share: variances.reduce((sum, { total, main }) => sum + (main[column] ?? 0) / total, 0) / variances.length,
  }))
  const explained = parameters.reduce((sum, { share }) => sum + share, 0)
  return { parameters, interactions: Math.max(0, 1 - explained) }
}

function placeOf(parameter: SearchParameter, value: SearchValue | undefined): number {
  if (parameter.kind === 'choice') return Math.max(0, choiceIndex(parameter, value))
  return typeof value === 'number' ? toUnit(parameter, value) : 0.5
}

function fenced(scores: Float64Array, direction: SearchSettings['direction']): Float64Array {
  const fences = fencesOf(scores, 'iqr', outerFence)
  if (fences === null) return scores
  return scores.map((score) => (direction === 'minimize' ? Math.min(score, fences.high) : Math.max(score, fences.low)))
}
