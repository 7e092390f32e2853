import { goneError, goneRemedy, stepsNamingGone } from '../../../core/recipe/goneColumns.ts'
import { viewTable, type ViewColumn } from '../../../core/recipe/table/view.ts'
import { isSeriesStep, windowNames } from '../../../core/recipe/windows/steps.ts'
import type { ColumnKind, ColumnSummary, Remedy } from '../../../shared/datasets.ts'
import type { DescentError } from '../../../shared/errors.ts'
import { type Recipe, stageOfStep, type Step } from '../../../shared/recipes.ts'
import { formOf } from './steps/registry.ts'

/** Columns by name, with what each is of the table's own. */
export type ColumnsInView = ReadonlyMap<string, ViewColumn>

type RawColumn = Pick<ColumnSummary, 'name' | 'kind'>

/**
 * The columns that a step finds: all that the steps before it leave; behind the split, all of the table stage. Steps
 * over series come before all others and find the table as it was read.
 */
export function columnsBefore(columns: readonly RawColumn[], recipe: Recipe, step: Step | null): ColumnsInView {
  const isLate = step === null || stageOfStep[step.kind] !== 'table'
  const at = recipe.steps.findIndex(({ id }) => id === step?.id)
  const found = (other: Step, index: number) => isLate || at < 0 || index < at || isSeriesStep(other)
  const steps = step !== null && isSeriesStep(step) ? [] : recipe.steps.filter(found)
  return viewTable(columns, { ...recipe, steps }, () => {}).columns
}

/** Steps that cannot run on these columns, and why, by their ids. */
export function refusedSteps(columns: readonly RawColumn[], recipe: Recipe): Map<string, DescentError> {
  const refused = new Map<string, DescentError>()
  const running: Step[] = []
  const series = recipe.steps.filter(isSeriesStep)
  for (const step of [...series, ...recipe.steps.filter((other) => !isSeriesStep(other))]) {
    if (!step.enabled || stageOfStep[step.kind] !== 'table') continue
    let problem: DescentError | null = null
    viewTable(columns, { ...recipe, steps: [...running, step] }, (error) => (problem ??= error))
    if (problem === null) running.push(step)
    else refused.set(step.id, problem)
  }
  for (const named of stepsNamingGone(columns, recipe)) refused.set(named.step.id, goneError(named, columns))
  return refused
}

/** What to do about a step that cannot run because it names columns that are gone. */
export function remediesOfRefused(columns: readonly RawColumn[], recipe: Recipe, id: string): Remedy[] {
  return stepsNamingGone(columns, recipe)
    .filter(({ step }) => step.id === id)
    .map(goneRemedy)
}

/** What is still to be entered in steps that are switched on and do nothing until then, by their ids. */
export function unfinishedSteps({ steps }: Pick<Recipe, 'steps'>): Map<string, string> {
  const found = new Map<string, string>()
  for (const step of steps) {
    if (!step.enabled) continue
    const settings = new Map<string, unknown>(Object.entries(step))
    const asking = formOf(step).fields.find(({ key, ask }) => ask !== undefined && settings.get(key) === '')
    if (asking?.ask !== undefined) found.set(step.id, asking.ask)
  }
  return found
}

/** The recipe without the steps that cannot run: what can be shown of it meanwhile. */
export function withoutSteps(recipe: Recipe, ids: ReadonlyMap<string, unknown>): Recipe {
  return ids.size === 0 ? recipe : { ...recipe, steps: recipe.steps.filter(({ id }) => !ids.has(id)) }
}

/** A column as the screen lists it: the table's own, perhaps under another name, or one that a step makes. */
export interface ListedColumn {
  name: string
  kind: ColumnKind
  /** Of the table's own column; null for one that a step makes. */
  summary: ColumnSummary | null
}

export function listedColumns(columns: readonly ColumnSummary[], view: ColumnsInView): ListedColumn[] {
  const raw = new Map(columns.map((column) => [column.name, column]))
  return Array.from(view.values(), ({ name, kind, from, isRaw }) => ({
    name,
    kind,
    summary: isRaw ? (raw.get(from[0] ?? '') ?? null) : null,
  }))
}

/** Columns that steps make of rows ahead, to be predicted and for nothing else: they are there once they are the target. */
export function columnsAhead(columns: readonly RawColumn[], recipe: Recipe): ListedColumn[] {
  return recipe.steps.flatMap((step) => {
    if (!step.enabled || step.kind !== 'window' || step.statistic !== 'ahead') return []
    const of = columns.find(({ name }) => name === step.column)
    return of === undefined ? [] : windowNames(step).map((name) => ({ name, kind: of.kind, summary: null }))
  })
}

/** All levels of the one column that a step names; none where it names several, or the table does not tell them all. */
export function levelsOf(step: Step, columns: readonly ListedColumn[]): string[] {
  const [only, second] = 'columns' in step && Array.isArray(step.columns) ? step.columns : []
  const summary = second === undefined ? columns.find(({ name }) => name === only)?.summary : null
  if (summary === null || summary === undefined || summary.distinct > summary.top.length) return []
  return summary.top.map(({ value }) => value)
}
