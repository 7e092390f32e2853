import type { ColumnView, FittedRecipe, StepPreview } from '../../shared/recipes.ts'
import type { OnProgress } from '../progress.ts'
import { countMissing, gatherColumn, type WorkingColumn } from './columns.ts'
import { viewOf } from './columnView.ts'
import { enabledSteps } from './enabledSteps.ts'
import { expressingSteps } from './expressed.ts'
import { remadeColumns } from './materialize.ts'
import type { PreparedColumn } from './prepared.ts'
import { isSelected, stepColumns } from './selection.ts'
import { viewTable } from './table/view.ts'
import { columnsMade, viewOfMade } from './table/views.ts'
import { throughSteps, type PassedStep } from './throughSteps.ts'
import type { PreparedRows } from './usableRows.ts'

/** Columns in view after a step; an encoding may make hundreds. */
const maxAfter = 12

type MetColumn = StepPreview['columns'][number]

/** Told what a step makes of the columns it works on; `before` are left alone where it only adds others. */
type Watcher = (step: number, before: readonly WorkingColumn[], changed: readonly WorkingColumn[]) => void

/** What each step that is switched on works on, over the used rows. */
export function stepColumnsMet(
  prepared: PreparedRows,
  fitted: FittedRecipe,
  onProgress: OnProgress = () => {},
): MetColumn[][] {
  const met = fitted.steps.map(() => new Array<MetColumn>())
  const missing = new WeakMap<WorkingColumn, number>()
  const missingIn = (column: WorkingColumn): number => {
    const known = missing.get(column) ?? countMissing(column)
    missing.set(column, known)
    return known
  }
  walk(prepared, fitted, { onProgress }, (step, before, changed) => {
    for (const column of before) {
      const { name, from } = column
      met[step]?.push({ name, from, missing: missingIn(column), made: madeOf(column, before, changed).length })
    }
  })
  for (const [at, step] of enabledSteps(fitted.recipe).entries()) {
    met[at]?.push(...columnsMade(step, prepared))
  }
  return met
}

/** A column before and after each step; null for a step that is not looked at. */
export function viewsOf(
  prepared: PreparedRows,
  fitted: FittedRecipe,
  shown: readonly (MetColumn | null)[],
): { before: ColumnView | null; after: ColumnView[] }[] {
  const views = shown.map(() => ({ before: null as ColumnView | null, after: new Array<ColumnView>() }))
  const { columns } = viewTable(prepared.unfilled.columns, fitted.recipe, () => {})
  for (const [at, step] of enabledSteps(fitted.recipe).entries()) {
    const wanted = shown[at] ?? null
    const made = wanted === null ? null : viewOfMade(step, prepared, wanted.name, columns)
    if (made !== null) views[at] = made
  }
  const isOfFeatures = (at: number) => (views[at]?.after.length ?? 0) === 0
  const features = new Set(shown.flatMap((column, at) => (column === null || !isOfFeatures(at) ? [] : [column.from])))
  if (features.size === 0) return views
  walk(prepared, fitted, { features }, (step, before, changed) => {
    const wanted = shown[step]
    const column = before.find(({ name }) => name === wanted?.name)
    if (column === undefined) return
    views[step] = {
      before: viewOf(column),
      after: madeOf(column, before, changed).slice(0, maxAfter).map(viewOf),
    }
  })
  return views
}

/** What a step made of one of its columns: all there is, where it was the only one; else what bears its name or comes of it. */
function madeOf(
  column: WorkingColumn,
  before: readonly WorkingColumn[],
  changed: readonly WorkingColumn[],
): WorkingColumn[] {
  if (before.length === 1) return [...changed]
  return changed.filter(({ name, from }) => name === column.name || from === column.from)
}

/** All used rows of the features through the fitted steps; only those of `features`, where no step needs them all. */
function walk(
  prepared: PreparedRows,
  fitted: FittedRecipe,
  options: { features?: ReadonlySet<string>; onProgress?: OnProgress },
  watch: Watcher,
): void {
  const rows = prepared.used.length
  const expressing = expressingSteps(fitted)
  const steps = enabledSteps(fitted.recipe)
  const passed = expressing.map((step, at): PassedStep<WorkingColumn> => {
    const apply = (
      columns: readonly WorkingColumn[],
      express: (all: PreparedColumn[]) => PreparedColumn[],
      onProgress: OnProgress,
    ) => {
      const made = remadeColumns(columns, express, rows, { onProgress })
      const changed = made.filter((column) => !columns.includes(column))
      if (changed.length === 0 && made.length === columns.length) return made
      const gone = columns.filter((column) => !made.includes(column))
      const own = steps[at]
      const read = () =>
        own === undefined ? [] : columns.filter(({ name, kind }) => isSelected(stepColumns(own), name, kind))
      watch(at, gone.length > 0 ? gone : read(), changed)
      return made
    }
    if (step.scope === 'table')
      return {
        scope: 'table',
        apply: (columns, onProgress) => apply(columns, (all) => step.apply(all, onProgress), onProgress),
      }
    return {
      scope: 'column',
      apply: (column, onProgress) =>
        apply([column], (all) => all.flatMap((one) => step.apply(one, onProgress)), onProgress),
    }
  })
  const needsAll = expressing.some(({ scope }) => scope === 'table')
  const features = prepared.features.filter(({ name }) => needsAll || (options.features?.has(name) ?? true))
  throughSteps(
    features.map((feature) => () => gatherColumn(feature, prepared.used)),
    passed,
    options.onProgress,
  )
}
