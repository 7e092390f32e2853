import { availableMemory } from 'node:process'
import type { HolidayCalendar } from '../../core/recipe/dates/holidays.ts'
import { lookAt, planPreview, type PreviewPlan } from '../../core/recipe/preview.ts'
import { weightColumn } from '../../core/recipe/rowWeights.ts'
import { tableInView } from '../../core/recipe/table/derive.ts'
import type { Table, TableColumn } from '../../core/table.ts'
import type { Finding } from '../../shared/datasets.ts'
import { DescentError } from '../../shared/errors.ts'
import type { Recipe, RecipePreview, TargetReport, Task } from '../../shared/recipes.ts'
import type { NativeReaders } from '../datasets/native.ts'
import type { PreviewQuestion } from './protocol.ts'
import { targetReport } from './targetReport.ts'

/** Answers what recipes do, and keeps the last one fitted: another look at it costs no fit. */
export class RecipePreviews {
  readonly #native: NativeReaders
  #kept: { key: string; plan: PreviewPlan } | null = null

  constructor(native: NativeReaders) {
    this.#native = native
  }

  /** With what the features have to do with the target, where `relations` are wanted. */
  preview(
    { key, table, recipe, looks, wholeRows, relations }: PreviewQuestion,
    onProgress: (fraction: number) => void,
    calendar?: HolidayCalendar,
  ): RecipePreview {
    if (this.#kept?.key !== key) {
      this.#kept = null
      const plan = planPreview(table, recipe, { memoryBytes: availableMemory(), onProgress, wholeRows, calendar })
      const findings = relations ? targetFindings(this.#native, table, recipe, plan.preview.task) : []
      const preview = { ...plan.preview, findings: [...plan.preview.findings, ...findings] }
      this.#kept = { key, plan: { ...plan, preview } }
    }
    return lookAt(this.#kept.plan, looks)
  }
}

function targetFindings(native: NativeReaders, table: Table, recipe: Recipe, task: Task): Finding[] {
  if (recipe.target === null) return []
  const weight = weightColumn(recipe)
  const view = tableInView(table, recipe)
  const columns = view.columns.filter(({ name }) => name === recipe.target || name !== weight)
  const report = relationsOf(native, { ...view, columns }, recipe.target, task)
  // Rows without a target are among those that the preview says are left out.
  return report.findings.filter(({ kind }) => kind !== 'targetMissing')
}

/** How closely the columns of a table go with one of them. */
export function relationsOf(native: NativeReaders, table: Table, target: string, task: Task): TargetReport {
  const isTarget = ({ name }: TableColumn) => name === target
  const column = table.columns.find(isTarget)
  if (column === undefined) {
    throw new DescentError('unusable-input', `The table has no column “${target}”.`, {
      hint: 'Choose the target among its columns.',
      where: { column: target },
    })
  }
  return targetReport(
    native,
    column,
    table.columns.filter((other) => !isTarget(other)),
    task,
  )
}
