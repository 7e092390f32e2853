import { foldInterval, meanInterval } from '../../../../core/comparison/summary.ts'
import { verdict, type Measured } from '../../../../core/comparison/verdict.ts'
import type { Run } from '../../../../shared/runs.ts'
import type { Study } from '../../../../shared/studies.ts'
import { formatNumber } from '../../../components/format.ts'
import { formatMetric } from '../../evaluate/metricWords.ts'
import { score, scoreWord, type MetricChoice } from '../scores.ts'

/** A study with those of its runs that are there. */
export interface StudyLine {
  study: Study
  runs: readonly Run[]
}

/** A mean over a study's runs; of a search the score of its best trial, which has no interval. */
export interface LineScore {
  mean: number
  /** Half width of the mean's interval; null where it cannot be known. */
  half: number | null
  values: readonly number[]
}

export type Judged = 'validation' | 'test'

/** What a study's line says of a metric on a split; null before there is any. */
export function lineScore({ study, runs }: StudyLine, split: Judged, metric: MetricChoice): LineScore | null {
  const { plan } = study
  const counted = plan.kind === 'search' ? runs.filter((run) => run.study?.index === study.best) : runs
  const values = counted.flatMap((run) => score(run, split, metric) ?? [])
  if (values.length === 0) return null
  const { mean, interval } = plan.kind === 'folds' ? foldInterval(values, plan.folds.folds) : meanInterval(values)
  return { mean, half: interval === null ? null : (interval.high - interval.low) / 2, values }
}

/** Relative to the mean: scores that differ by less are the same but for rounding. */
const ROUNDING = 1e-12

/** Half the width of an interval, as far as it tells. */
export function formatHalf(half: number, mean: number): string {
  return formatNumber(half <= Math.abs(mean) * ROUNDING ? 0 : half, 2)
}

/** "0.912 ± 0.014" */
export function lineScoreText(found: LineScore | null): string {
  if (found === null) return '–'
  if (found.half === null) return formatMetric(found.mean)
  return `${formatMetric(found.mean)} ± ${formatHalf(found.half, found.mean)}`
}

/** What a run or study is told apart from the best by, on one split. */
interface Unit {
  id: string
  name: string
  score: number
  measured: Measured
}

/** By id of a run or study: why it cannot be told from the best one shown, on each split. */
export type Ties = ReadonlyMap<string, Partial<Record<Judged, string>>>

/**
 * Which of the shown runs and studies are no worse than the best one as far as is known: from studies of other seeds or
 * of the same folds. Only what learned to predict the same from the same table with the same split is compared.
 */
export function findTies(singles: readonly Run[], lines: readonly StudyLine[], metric: MetricChoice): Ties {
  const ties = new Map<string, Partial<Record<Judged, string>>>()
  for (const split of ['validation', 'test'] as const) {
    for (const group of comparableGroups(singles, lines, split, metric)) {
      for (const { id, text } of tiesOf(group.units, group.direction)) ties.set(id, { ...ties.get(id), [split]: text })
    }
  }
  return ties
}

interface Group {
  direction: 'minimize' | 'maximize'
  units: Unit[]
}

function comparableGroups(
  singles: readonly Run[],
  lines: readonly StudyLine[],
  split: Judged,
  metric: MetricChoice,
): Group[] {
  const groups = new Map<string, Group>()
  const add = (like: Pick<Run, 'dataset' | 'target' | 'recipe'>, run: Run, unit: Unit) => {
    const direction = scoreWord(run, metric)?.better === 'lower' ? 'minimize' : 'maximize'
    const key = JSON.stringify([like.dataset, like.target, like.recipe.split, direction])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { direction, units: [unit] })
    else group.units.push(unit)
  }
  for (const run of singles) {
    const found = score(run, split, metric)
    if (found !== null) add(run, run, { id: run.id, name: run.name, score: found, measured: { score: found } })
  }
  for (const line of lines) {
    const found = lineScore(line, split, metric)
    const [run] = line.runs
    if (found === null || run === undefined) continue
    const { id, name } = line.study
    add(line.study, run, { id, name, score: found.mean, measured: measuredOf(line, found) })
  }
  return [...groups.values()]
}

function measuredOf({ study, runs }: StudyLine, { mean, values }: LineScore): Measured {
  const { plan, dataset, recipe, planned } = study
  if (plan.kind === 'search') return { score: mean }
  if (plan.kind === 'repeat') return { score: null, seeds: values }
  if (values.length < planned || runs.length < planned) return { score: null }
  const inOrder = runs.toSorted((a, b) => (a.fold ?? 0) - (b.fold ?? 0))
  const scores = inOrder.length === values.length ? orderedLike(values, runs, inOrder) : values
  return { score: null, folds: { id: JSON.stringify([dataset, recipe]), folds: plan.folds.folds, scores } }
}

function orderedLike(values: readonly number[], runs: readonly Run[], order: readonly Run[]): number[] {
  return order.map((run) => values[runs.indexOf(run)] ?? NaN)
}

function tiesOf(units: readonly Unit[], direction: Group['direction']): { id: string; text: string }[] {
  const [best, ...rest] = units.toSorted((a, b) => (direction === 'minimize' ? a.score - b.score : b.score - a.score))
  if (best === undefined) return []
  return rest.flatMap((unit) => {
    const found = verdict(best.measured, unit.measured, { direction, seed: 0 })
    if (found?.verdict !== 'tie') return []
    const what = found.evidence === 'folds' ? 'the same folds' : 'repeats with other seeds'
    return [
      {
        id: unit.id,
        text: `A tie with ${best.name}, the best here: their difference is no larger than chance makes it, as ${what} show.`,
      },
    ]
  })
}
