import { foldsId } from '../../../../core/comparison/foldsId.ts'
import { usualConfidence } from '../../../../core/comparison/summary.ts'
import { verdict, type Measured } from '../../../../core/comparison/verdict.ts'
import { mostTies, type Tie } from '../../../../shared/comparison.ts'
import type { Run } from '../../../../shared/runs.ts'
import { formatShare } from '../../../../core/words/format.ts'
import { formatMetric } from '../../evaluate/metricWords.ts'
import { score, scoreWord, type MetricChoice } from '../scores.ts'
import { counted, lineScore, type Judged, type LineScore, type StudyLine } from './measured.ts'

/** Beside a score that cannot be told from the best one shown. */
export interface Mark {
  word: 'tie' | 'other rows'
  reason: string
}

/** By id of a run or study, on each split. */
export type Ties = ReadonlyMap<string, Readonly<Partial<Record<Judged, Mark>>>>

/** Single runs and the best of them, which only the rows of a split can tell apart. */
export interface RowQuestion {
  split: Judged
  best: Run
  /** By the id that they are shown under: of a search its best trial is compared. The best ones first. */
  others: readonly { id: string; run: Run }[]
}

/** What a run or study is told apart from the best by, on one split. */
interface Unit {
  id: string
  name: string
  score: number
  measured: Measured
  /** Where it is a single run, or stands for one. */
  run: Run | null
}

/** Units that learned to predict the same from the same table with the same split, the best first. */
interface Group {
  /** What they predict, with any split. */
  task: string
  direction: 'minimize' | 'maximize'
  units: Unit[]
}

/**
 * Which of the shown runs and studies cannot be told from the best one, as far as other seeds or the same folds show, and
 * what is left to be asked of the rows.
 */
export function findTies(
  singles: readonly Run[],
  lines: readonly StudyLine[],
  metric: MetricChoice,
): { ties: Ties; questions: RowQuestion[] } {
  const ties = new Map<string, Partial<Record<Judged, Mark>>>()
  const questions: RowQuestion[] = []
  for (const split of ['validation', 'test'] as const) {
    const mark = (id: string, found: Mark) => ties.set(id, { ...ties.get(id), [split]: found })
    const groups = comparableGroups(singles, lines, split, metric)
    for (const group of groups) {
      const others = compareGroup(group, mark)
      const [best] = group.units
      if (best?.run != null && others.length > 0) questions.push({ split, best: best.run, others })
    }
    for (const { id, best } of elsewhereMeasured(groups)) mark(id, { word: 'other rows', reason: otherRows(best) })
  }
  return { ties, questions }
}

/** The marks with what the rows have told. */
export function withRowTies(ties: Ties, answers: readonly { question: RowQuestion; found: readonly Tie[] }[]): Ties {
  const all = new Map(ties)
  for (const { question, found } of answers) {
    const { split, best, others } = question
    for (const { id, run } of others) {
      const mark = rowMark(
        best.name,
        split,
        found.find((tie) => tie.run === run.id),
      )
      if (mark !== null) all.set(id, { ...all.get(id), [split]: mark })
    }
  }
  return all
}

function rowMark(best: string, split: Judged, tie: Tie | undefined): Mark | null {
  if (tie?.found === 'otherRows') return { word: 'other rows', reason: otherRows(best) }
  if (tie?.found !== 'tie' || tie.difference === null || tie.interval === null) return null
  const { low, high } = tie.interval
  const size = formatMetric(Math.abs(tie.difference))
  const range = `${formatShare(usualConfidence)} interval ${formatMetric(low)} to ${formatMetric(high)}`
  return {
    word: 'tie',
    reason: `A tie with ${best}, the best here: another sample of ${split} rows might have made their difference of ${size} (${range}).`,
  }
}

function otherRows(best: string): string {
  return `Not measured on the same rows as ${best}, the best here: which of them is better cannot be said.`
}

function comparableGroups(
  singles: readonly Run[],
  lines: readonly StudyLine[],
  split: Judged,
  metric: MetricChoice,
): Group[] {
  const groups = new Map<string, Group>()
  const add = (like: Pick<Run, 'dataset' | 'target' | 'task' | 'recipe'>, run: Run, unit: Unit) => {
    const direction = scoreWord(run, metric)?.better === 'lower' ? 'minimize' : 'maximize'
    const task = JSON.stringify([like.dataset, like.target, like.task, direction])
    const key = `${task} ${JSON.stringify(like.recipe.split)}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { task, direction, units: [unit] })
    else group.units.push(unit)
  }
  for (const run of singles) {
    const found = score(run, split, metric)
    if (found !== null) add(run, run, { id: run.id, name: run.name, score: found, measured: { score: found }, run })
  }
  for (const line of lines) {
    const found = lineScore(line, split, metric)
    const [run] = counted(line)
    if (found === null || run === undefined) continue
    const { id, name, plan } = line.study
    const single = plan.kind === 'search' ? run : null
    add(line.study, run, { id, name, score: found.mean, measured: measuredOf(line, found), run: single })
  }
  for (const { units, direction } of groups.values()) units.sort((a, b) => worse(a.score, b.score, direction))
  return [...groups.values()]
}

/** Above 0 where a is the worse one. */
function worse(a: number, b: number, direction: Group['direction']): number {
  return direction === 'minimize' ? a - b : b - a
}

function measuredOf({ study, runs }: StudyLine, { mean, values }: LineScore): Measured {
  const { plan, dataset, recipe, planned } = study
  if (plan.kind === 'search') return { score: mean }
  if (plan.kind === 'repeat') return { score: null, seeds: values }
  if (values.length < planned || runs.length < planned) return { score: null }
  const inOrder = runs.toSorted((a, b) => (a.fold ?? 0) - (b.fold ?? 0))
  const scores = inOrder.length === values.length ? orderedLike(values, runs, inOrder) : values
  return { score: null, folds: { id: foldsId(dataset, recipe), folds: plan.folds.folds, scores } }
}

function orderedLike(values: readonly number[], runs: readonly Run[], order: readonly Run[]): number[] {
  return order.map((run) => values[runs.indexOf(run)] ?? NaN)
}

/** Marks what seeds and folds show, and returns those that only the rows can tell from the best. */
function compareGroup({ units, direction }: Group, mark: (id: string, found: Mark) => void): RowQuestion['others'] {
  const [best, ...rest] = units
  if (best === undefined) return []
  const open: { id: string; run: Run }[] = []
  for (const { id, measured, run } of rest) {
    const found = verdict(best.measured, measured, { direction, seed: 0 })
    if (found?.verdict === 'tie') {
      const what = found.evidence === 'folds' ? 'the same folds' : 'repeats with other seeds'
      const reason = `A tie with ${best.name}, the best here: their difference is no larger than chance makes it, as ${what} show.`
      mark(id, { word: 'tie', reason })
    } else if (found === null && best.run !== null && run !== null && open.length < mostTies) open.push({ id, run })
  }
  return open
}

/** The best of each group that predicts the same as the group with the best of all, but with another split. */
function elsewhereMeasured(groups: readonly Group[]): { id: string; best: string }[] {
  return [...Map.groupBy(groups, ({ task }) => task).values()].flatMap((alike) => {
    const bests = alike.flatMap(({ units: [best], direction }) => (best === undefined ? [] : [{ best, direction }]))
    const [first, ...others] = bests.toSorted((a, b) => worse(a.best.score, b.best.score, a.direction))
    return first === undefined ? [] : others.map(({ best }) => ({ id: best.id, best: first.best.name }))
  })
}
