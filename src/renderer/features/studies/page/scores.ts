import type { Run } from '../../../../shared/runs.ts'
import type { Study, StudyTrial } from '../../../../shared/studies.ts'

/** Whether a score beats another. */
export function isBetter(score: number, other: number, direction: Study['direction']): boolean {
  return direction === 'minimize' ? score < other : score > other
}

/** Runs of a study by their score, the best first; those without come last. */
export function bestFirst(runs: readonly Run[], direction: Study['direction']): Run[] {
  return runs.toSorted((a, b) => {
    const [left, right] = [a.study?.score ?? null, b.study?.score ?? null]
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1
    return direction === 'minimize' ? left - right : right - left
  })
}

/** The best score up to each trial that has one, in the order of the trials. */
export function bestSoFar(
  trials: readonly Pick<StudyTrial, 'index' | 'score'>[],
  direction: Study['direction'],
): { index: number; score: number; best: number }[] {
  let best: number | null = null
  return trials.flatMap(({ index, score }) => {
    if (score === null) return []
    if (best === null || isBetter(score, best, direction)) best = score
    return [{ index, score, best }]
  })
}

/** A span of so many times is seen on a logarithmic axis. */
const WIDE = 50

/** Whether scores are over several powers of ten. */
export function isWide(scores: readonly number[]): boolean {
  return scores.length > 0 && Math.min(...scores) > 0 && Math.max(...scores) / Math.min(...scores) >= WIDE
}
