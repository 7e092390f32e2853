import type { Finding } from '../../shared/datasets.ts'
import { stageOfStep, type FittedRecipe, type Recipe } from '../../shared/recipes.ts'
import type { Problem } from './columns.ts'
import { enabledSteps } from './enabledSteps.ts'
import { lackingRows } from './lackingRows.ts'
import { stepColumns } from './selection.ts'
import { seriesFindings } from './windows/findings.ts'
import { joined } from './split.ts'
import type { PreparedRows } from './usableRows.ts'

/** What a person should know of a recipe before it is trained with: what cannot be, then what should not be. */
export function previewFindings(
  recipe: Recipe,
  prepared: PreparedRows,
  fitted: FittedRecipe,
  problems: readonly Problem[],
): Finding[] {
  return [
    ...problems.map(problemFinding),
    ...gapFindings(prepared, fitted, problems),
    ...classFindings(prepared),
    ...seriesFindings(recipe),
    ...selectionFindings(recipe, prepared, fitted),
  ]
}

function problemFinding(problem: Problem): Finding {
  return {
    kind: problem.kind,
    severity: 'warning',
    column: problem.column,
    ...(problem.step === undefined ? {} : { step: problem.step }),
    message: `${problem.message} ${problem.hint}`,
    remedies: problem.remedies,
  }
}

/** Features that rows outside the training part lack, which the fit could not know. */
function gapFindings({ worked, rows }: PreparedRows, fitted: FittedRecipe, problems: readonly Problem[]): Finding[] {
  if (problems.length > 0) return []
  const measured = joined([rows.validation, rows.test])
  return Array.from(lackingRows(worked, fitted, measured), ([column, count]) => ({
    kind: 'missingOutsideTraining',
    severity: 'warning',
    column,
    message: `“${column}” has no value in ${count} of ${measured.length} validation and test rows after the last step, though it has in all training rows: such rows are left out and get no prediction. Add a step that fills missing values of “${column}”.`,
    remedies: [],
  }))
}

function classFindings({ target, rows }: PreparedRows): Finding[] {
  if (target.task === 'regression') return []
  const findings: Finding[] = []
  const inTraining = new Set(Array.from(rows.train, (row) => target.codes[row]))
  const absent = target.classes.filter((_, code) => !inTraining.has(code))
  if (absent.length > 0) {
    findings.push({
      kind: 'classNotInTraining',
      severity: 'warning',
      column: target.name,
      message: `No training row has the class ${absent.map((label) => `“${label}”`).join(', ')}: it cannot be learned. Stratify the split.`,
      remedies: [{ kind: 'stratify', label: 'Stratify the split' }],
    })
  }
  return findings
}

/** Steps that name columns they never meet. */
function selectionFindings(recipe: Recipe, { table }: PreparedRows, fitted: FittedRecipe): Finding[] {
  const known = new Set([...(fitted.features ?? fitted.rawInputs), ...fitted.inputs].map(({ name }) => name))
  const onFeatures = enabledSteps(recipe).filter(({ kind }) => stageOfStep[kind] !== 'table')
  return onFeatures.flatMap((step) => {
    const columns = stepColumns(step)
    const isMet = (name: string): boolean =>
      known.has(name) || (step.kind === 'dropOutlierRows' && table.columns.some((column) => column.name === name))
    const unknown = Array.isArray(columns) ? columns.filter((name) => !isMet(name)) : []
    return unknown.map((column): Finding => ({
      kind: 'stepWithoutColumn',
      severity: 'info',
      column,
      step: step.id,
      message: `A step names “${column}”, which is not a feature; it is passed over.`,
      remedies: [],
    }))
  })
}
