import { previewRecipe } from '../../core/recipe/preview.ts'
import { weightColumn } from '../../core/recipe/rowWeights.ts'
import type { Table, TableColumn } from '../../core/table.ts'
import { DescentError } from '../../shared/errors.ts'
import type { Recipe, RecipePreview, TargetReport, Task } from '../../shared/recipes.ts'
import type { NativeReaders } from '../datasets/native.ts'
import { targetReport } from './targetReport.ts'

/** What a recipe does, with what the features have to do with the target. */
export function previewWithTarget(
  native: NativeReaders,
  table: Table,
  recipe: Recipe,
  onProgress: (fraction: number) => void,
): RecipePreview {
  const preview = previewRecipe(table, recipe, { onProgress })
  if (recipe.target === null) return preview
  const weight = weightColumn(recipe)
  const columns = table.columns.filter(({ name }) => name === recipe.target || name !== weight)
  const report = relationsOf(native, { ...table, columns }, recipe.target, preview.task)
  // Rows without a target are among those that the preview says are left out.
  const findings = report.findings.filter(({ kind }) => kind !== 'targetMissing')
  return { ...preview, findings: [...preview.findings, ...findings] }
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
