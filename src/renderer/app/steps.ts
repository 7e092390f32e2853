import type { DatasetBrief } from '../../shared/datasets.ts'
import type { Project } from '../../shared/projects.ts'
import type { Recipe } from '../../shared/recipes.ts'
import type { Run, RunProgress } from '../../shared/runs.ts'
import type { Route, StepName } from './routePath.ts'
import { runsUpTo } from './versions.ts'

/** What every step gets. `dataset` is the one the person works on, null while the project has none. */
export interface StepProps {
  project: Project
  dataset: DatasetBrief | null
}

export const stepTitles: Record<StepName, string> = {
  data: 'Data',
  prepare: 'Prepare',
  train: 'Train',
  evaluate: 'Evaluate',
  use: 'Use',
  runs: 'Runs',
}

/** The dataset of the route, or the newest one. */
export function currentDataset(project: Project, route: Route): DatasetBrief | null {
  return (
    project.datasets.find(({ id }) => id === route.dataset) ??
    project.datasets.toSorted((a, b) => b.created.localeCompare(a.created))[0] ??
    null
  )
}

/** The run of the route, or the newest of the dataset, be it of a version before. */
export function currentRun(project: Project, dataset: DatasetBrief | null, route: Route): Run | null {
  return (
    project.runs.find(({ id }) => id === route.run) ??
    ownRuns(runsUpTo(project, dataset)).toSorted((a, b) => b.created.localeCompare(a.created))[0] ??
    null
  )
}

/**
 * The runs that a person started as such. Those of studies only where there are no others: a fold or a repeat measures
 * the noise of a model, and is not the model.
 */
function ownRuns(runs: readonly Run[]): readonly Run[] {
  const own = runs.filter(({ study }) => study === undefined)
  return own.length > 0 ? own : runs
}

/** The run that Evaluate and Use show: the route's or the newest among those with scores. */
export function evaluatedRun(project: Project, dataset: DatasetBrief | null, route: Route): Run | null {
  const runs = runsUpTo(project, dataset).filter((run) => run.metrics !== null)
  return runs.length === 0 ? null : currentRun({ ...project, runs }, dataset, route)
}

export interface StepMark {
  state: 'notStarted' | 'needsAttention' | 'running' | 'done' | 'stale'
  /** A word or two beside the step. */
  text: string
  /** A sentence for the tooltip and screen readers. */
  hint: string
}

const notStarted = (hint: string): StepMark => ({ state: 'notStarted', text: '', hint })

const warningText = (count: number) => `${count} ${count === 1 ? 'warning' : 'warnings'}`

/** Why a run no longer stands for what would be trained now; null where it does. */
function staleReason(run: Run, dataset: DatasetBrief, recipe: Recipe): string | null {
  if (run.dataset !== dataset.id) return 'the table has been refreshed since'
  return isStale(run, recipe) ? 'the recipe has changed since' : null
}

function doneMark(run: Run, reason: string | null): StepMark {
  const hint = `${run.name}, ${run.epochs} epochs`
  return reason === null
    ? { state: 'done', text: 'done', hint }
    : { state: 'stale', text: 'stale', hint: `${hint}; ${reason}` }
}

function isUnderWay(state: Run['state']): boolean {
  return state === 'running' || state === 'preparing'
}

/** JSON with sorted keys, so that equal settings compare equal however they were written. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

/** Whether a run was trained with another recipe than the one that now stands. */
export function isStale(run: Run, recipe: Recipe | null): boolean {
  return recipe !== null && canonical(run.recipe) !== canonical(recipe)
}

/**
 * The state of each step of the rail. `warnings` counts those of the dataset, `doubts` those of the recipe; null while
 * unknown. `ended` is the run that Evaluate and Use show.
 */
export function stepMarks(input: {
  dataset: DatasetBrief | null
  recipe: Recipe | null
  run: Run | null
  ended: Run | null
  progress: RunProgress | null
  /** A study under way: how far it is, in a word, and in a sentence. */
  study: { text: string; hint: string } | null
  runs: number
  warnings: number | null
  doubts: number | null
  rowText: (rows: number) => string
}): Record<StepName, StepMark> {
  const { dataset, recipe, run, ended, progress, study, warnings, doubts } = input
  const marks: Record<StepName, StepMark> = {
    data: notStarted('No table yet'),
    prepare: notStarted('Needs a table first'),
    train: notStarted('Needs a prepared table first'),
    evaluate: notStarted('Needs a trained run first'),
    use: notStarted('Needs a trained run first'),
    runs: { ...notStarted('Every run of this project'), text: input.runs === 0 ? '' : String(input.runs) },
  }
  if (dataset === null) return marks
  const rows = input.rowText(dataset.rows)
  const hint = warnings === null || warnings === 0 ? rows : `${rows}, ${warningText(warnings)}`
  marks.data =
    dataset.replacedBy === null
      ? { state: 'done', text: rows, hint }
      : { state: 'stale', text: `version ${dataset.version}`, hint: `${hint}; the table has a newer version` }
  if (recipe === null) return marks
  if (recipe.target === null) {
    marks.prepare = { state: 'needsAttention', text: 'target?', hint: 'Choose the column to predict' }
    return marks
  }
  marks.prepare =
    doubts === null || doubts === 0
      ? { state: 'done', text: recipe.target, hint: `Predicts ${recipe.target}` }
      : { state: 'needsAttention', text: recipe.target, hint: `Predicts ${recipe.target}, ${warningText(doubts)}` }
  marks.train = notStarted('Ready to train')
  if (ended !== null) {
    const reason = staleReason(ended, dataset, recipe)
    marks.evaluate = doneMark(ended, reason)
    marks.use = {
      state: 'notStarted',
      text: reason === null ? 'ready' : 'stale',
      hint: `Predict or export with ${ended.name}`,
    }
  }
  if (study !== null && (run === null || !isUnderWay(progress?.run === run.id ? progress.state : run.state))) {
    marks.train = { state: 'running', ...study }
    return marks
  }
  if (run === null) return marks
  const epochs = progress?.run === run.id ? progress.epoch : run.epochs
  const state = progress?.run === run.id ? progress.state : run.state
  switch (state) {
    case 'preparing':
      marks.train =
        run.waiting === true
          ? { state: 'running', text: 'waiting', hint: `${run.name} waits in the queue` }
          : { state: 'running', text: 'preparing', hint: 'The rows are being prepared' }
      return marks
    case 'running':
      marks.train = { state: 'running', text: `epoch ${epochs}`, hint: `Training, epoch ${epochs}` }
      return marks
    case 'paused':
      marks.train = { state: 'needsAttention', text: 'paused', hint: `Paused at epoch ${epochs}` }
      return marks
    case 'failed':
      marks.train = { state: 'needsAttention', text: 'failed', hint: 'The last run failed; see why in Train' }
      return marks
    case 'interrupted':
      marks.train = {
        state: 'needsAttention',
        text: 'interrupted',
        hint: 'The last run was interrupted; it can be resumed',
      }
      return marks
    case 'finished':
      break
  }
  marks.train = doneMark(run, staleReason(run, dataset, recipe))
  return marks
}
