import type { Step } from '../../../shared/recipes.ts'
import { assignFolds } from '../../expression/folds.ts'
import type { CategoriesColumn } from '../columns.ts'
import { sortLevels } from '../encoding/levels.ts'
import { levelMeans, type LevelMeans } from '../encoding/targetMeans.ts'
import type { TrainingTarget } from '../trainingTarget.ts'
import { expressLookup, type FittedLookup, type LevelNumbers } from './lookup.ts'
import { columnFitter, type Fitter } from './step.ts'

type TargetEncodeStep = Extract<Step, { kind: 'targetEncode' }>

/**
 * The smoothed mean target of each level, as scikit-learn's TargetEncoder has it. What training rows take was fitted
 * without their fold, so that no row's own target is among its inputs.
 */
export function targetEncodeFitter(step: TargetEncodeStep): Fitter {
  return columnFitter(
    (column, { target }) => (column.kind === 'category' ? fitTargetEncode(step, column, target) : null),
    expressLookup,
    (columns) => ({ kind: 'lookup', columns }),
  )
}

function fitTargetEncode(step: TargetEncodeStep, column: CategoriesColumn, target: TrainingTarget): FittedLookup {
  const { smoothing, seed } = step
  const levels = sortLevels(column, { minCount: 1, minShare: 0, maxLevels: step.maxLevels }).kept
  const place = new Map(levels.map((level, index) => [level, index]))
  // Levels beyond the limit share the place behind the others, and are no level of the state.
  const map = column.levels.map((level) => place.get(level) ?? levels.length)
  const codes = Int32Array.from(column.codes, (code) => (code < 0 ? -1 : (map[code] ?? -1)))
  const folds = Math.min(step.folds, codes.length)
  const foldOfRow = assignFolds(codes.length, folds, seed)
  const outputs = targetsOf(target).map(({ label, values }) => {
    const whole = levelMeans(codes, levels.length + 1, values, smoothing)
    const apart = Array.from({ length: folds }, (_, fold) =>
      levelMeans(codes, levels.length + 1, values, smoothing, { folds: foldOfRow, fold }),
    )
    // A single row has no other rows to learn from.
    return { label, ...stored(whole), folds: folds < 2 ? [] : apart.map(stored) }
  })
  return { name: column.name, levels, outputs, seed }
}

/** Numbers to take means of: the target itself, or for each class to be told 1 where the row is of it, else 0. */
function targetsOf(target: TrainingTarget): { label: string | null; values: Float64Array }[] {
  if (target.task === 'regression') return [{ label: null, values: target.values }]
  const { classes, codes } = target
  const shareOf = (wanted: number): Float64Array => Float64Array.from(codes, (code) => (code === wanted ? 1 : 0))
  if (classes.length === 2) return [{ label: null, values: shareOf(1) }]
  return classes.map((label, code) => ({ label, values: shareOf(code) }))
}

function stored({ values, other, missing }: LevelMeans): LevelNumbers {
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)
  return { values: values.slice(0, -1).map(finite), other: finite(other), missing: finite(missing) }
}
