import type { Run } from '../../shared/runs.ts'
import type { Trial } from '../../shared/search.ts'
import type { Study, StudyTrial, StudyTrialState } from '../../shared/studies.ts'
import type { StoredStudy, StoredTrial, TrialScore } from './ports.ts'

/** What a study's summary is seen from. */
type ScoredTrial = Pick<StudyTrial, 'index' | 'state' | 'score'>

/** A trial as it is shown, from what is stored; nothing of it goes on. */
export function trialOfStored(stored: StoredTrial): StudyTrial {
  return {
    run: stored.run,
    name: stored.name,
    seed: stored.seed,
    ...(stored.fold === null ? {} : { fold: stored.fold }),
    ...(stored.point === null ? {} : { point: stored.point }),
    ...scoredTrial(stored),
    epochs: stored.epochs,
    seconds: stored.seconds.total,
  }
}

/** What a study's summary is seen from, of a trial of which nothing goes on. */
export function scoredTrial({ index, score, state, stopReason }: TrialScore): ScoredTrial {
  return { index, score, state: stateOf({ state: isUnderWay(state) ? 'interrupted' : state, stopReason }) }
}

/** A trial as it is shown, from its run as it is now. */
export function trialOfRun(run: Run, index: number): StudyTrial {
  return {
    index,
    run: run.id,
    name: run.name,
    seed: run.config.training.seed,
    ...(run.fold === undefined ? {} : { fold: run.fold }),
    ...(run.study?.point === undefined ? {} : { point: run.study.point }),
    state: stateOf(run),
    score: run.study?.score ?? null,
    epochs: run.epochs,
    seconds: run.seconds.total,
  }
}

function isUnderWay(state: Run['state']): boolean {
  return state === 'preparing' || state === 'running' || state === 'paused'
}

function stateOf(run: Pick<Run, 'state' | 'stopReason'> & Partial<Pick<Run, 'waiting'>>): StudyTrialState {
  switch (run.state) {
    case 'preparing':
      return run.waiting === true ? 'waiting' : 'running'
    case 'finished':
      return run.stopReason === 'pruned' ? 'pruned' : 'finished'
    default:
      return run.state
  }
}

/** Whether nothing of the trial is left to be done. */
export function hasEnded({ state }: Pick<StudyTrial, 'state'>): boolean {
  return state === 'finished' || state === 'pruned' || state === 'failed'
}

/** A trial as a search has to know it. */
export function searchedTrial({ point, state, score }: StudyTrial, rungs: Trial['rungs']): Trial {
  const ended = state === 'finished' || state === 'pruned' || state === 'failed' ? state : 'running'
  // Without a score there is nothing to learn from it.
  return { point: point ?? {}, state: ended !== 'running' && score === null ? 'failed' : ended, score, rungs }
}

/** The study with what is seen from its trials. */
export function summarized(study: StoredStudy, trials: readonly ScoredTrial[]): Study {
  const best = bestTrial(study, trials)
  return { ...study, done: trials.filter(hasEnded).length, best: best?.index ?? null }
}

/** The trial with the best score; of several the first. */
export function bestTrial({ direction }: Pick<StoredStudy, 'direction'>, trials: readonly ScoredTrial[]) {
  const sign = direction === 'minimize' ? 1 : -1
  let best: (ScoredTrial & { score: number }) | null = null
  for (const trial of trials) {
    const { score } = trial
    if (score === null || trial.state === 'failed') continue
    if (best === null || sign * score < sign * best.score) best = { ...trial, score }
  }
  return best
}
