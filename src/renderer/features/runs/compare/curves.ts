import { curveReaders } from '../../../../core/series/curveReaders.ts'
import type { Run } from '../../../../shared/runs.ts'
import type { Study } from '../../../../shared/studies.ts'
import type { CurveMetric } from '../../../../shared/training.ts'
import { curveChoices } from '../../train/curves/curveChoices.ts'
import { lowerFirst } from '../../../../core/words/settings/settingText.ts'

/** What is one line of a comparison: a run, or the runs of a study that differ by chance alone. */
export interface CurveUnit {
  id: string
  label: string
  /** One, or those whose mean is drawn. */
  runs: readonly Run[]
}

/** Single runs first, then studies: of a search its best trial, of repeats and folds all together. */
export function curveUnits(runs: readonly Run[], studies: readonly Study[], all: readonly Run[]): CurveUnit[] {
  const ofStudies = studies.flatMap((study): CurveUnit[] => {
    const members = all.filter((run) => run.study?.id === study.id)
    if (study.plan.kind === 'search') {
      const best = members.find((run) => run.study?.index === study.best)
      return best === undefined ? [] : [{ id: study.id, label: `${study.name}, its best`, runs: [best] }]
    }
    return members.length === 0
      ? []
      : [{ id: study.id, label: `${study.name}, mean of ${members.length}`, runs: members }]
  })
  return [...runs.map(singleUnit), ...ofStudies]
}

export function singleUnit(run: Run): CurveUnit {
  return { id: run.id, label: run.name, runs: [run] }
}

/** A quantity over the epochs, of which rows. */
export interface ComparedCurve {
  id: string
  label: string
  metric: CurveMetric
  rows: 'train' | 'validation'
}

/** Everything that any of the runs records, the loss of the validation rows first. */
export function comparedCurves(runs: readonly Run[]): ComparedCurve[] {
  const metrics = [...new Set(runs.flatMap(({ config }) => config.training.metrics ?? []))]
  const network = { hidden: runs.flatMap(({ config }) => config.network.hidden) }
  return curveChoices({ network, training: { metrics } }).flatMap(({ metric, label, lines }): ComparedCurve[] => {
    if (lines === 'one') return [{ id: metric, label, metric, rows: 'train' }]
    const of = (rows: 'train' | 'validation') => ({
      id: `${metric} ${rows}`,
      label: `${rows === 'train' ? 'Training' : 'Validation'} ${lowerFirst(label)}`,
      metric,
      rows,
    })
    return [of('validation'), of('train')]
  })
}

/** Whether the run records the quantity for these rows. */
export function hasCurve({ config: { training }, rows }: Run, { metric, rows: of }: ComparedCurve): boolean {
  if (of === 'validation' && rows.validation === 0) return false
  return curveReaders(training, metric)[of] !== null
}

interface Sampled {
  epochs: readonly number[]
  values: readonly (number | null)[]
}

/** Several runs' curves in one: epoch by epoch over the runs that have a value there. */
export interface Spread {
  x: number[]
  mean: number[]
  low: number[]
  high: number[]
}

export function spreadOf(curves: readonly Sampled[]): Spread {
  const at = new Map<number, number[]>()
  for (const { epochs, values } of curves) {
    for (const [index, epoch] of epochs.entries()) {
      const value = values[index] ?? null
      if (value === null) continue
      const found = at.get(epoch)
      if (found === undefined) at.set(epoch, [value])
      else found.push(value)
    }
  }
  const x = [...at.keys()].toSorted((a, b) => a - b)
  const of = (combine: (values: number[]) => number) => x.map((epoch) => combine(at.get(epoch) ?? []))
  return {
    x,
    mean: of((values) => values.reduce((sum, value) => sum + value, 0) / values.length),
    low: of((values) => Math.min(...values)),
    high: of((values) => Math.max(...values)),
  }
}
