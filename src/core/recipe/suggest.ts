import { DescentError } from '../../shared/errors.ts'
import type { ColumnSummary, Finding } from '../../shared/datasets.ts'
import type { ColumnRole, Recipe, Step, SuggestedRecipe } from '../../shared/recipes.ts'
import { missingLevel } from './steps/impute.ts'
import { answerFindings, columnsToClip, columnToIgnore } from './suggestFindings.ts'
import { suggestRole } from './suggestRoles.ts'
import { taskOf } from './target.ts'

/** Levels a one-hot step keeps unless it is told otherwise. */
const defaultMaxLevels = 50

/**
 * A recipe that suits a table by its columns' summaries and what was found in it, with the reason for each choice by step
 * id, `role:COLUMN`, `split` and `target`, and with what it does about each finding. Without a target it is complete but for the target: none is guessed.
 * Throws `unusable-input` if the target is not a column.
 *
 * @param more findings beside those of the columns: of the table as a whole, and of what goes with the target
 */
export function suggestRecipe(
  columns: readonly ColumnSummary[],
  rows: number,
  target: string | null,
  more: readonly Finding[] = [],
): SuggestedRecipe {
  const findings = [...more, ...columns.flatMap(({ warnings }) => warnings)]
  const reasons: Record<string, string> = {}
  const roles: Record<string, ColumnRole> = {}
  const features: ColumnSummary[] = []
  const told = new Map(findings.map((finding) => [columnToIgnore(finding, target), finding.message]))
  for (const column of columns) {
    if (column.name === target) {
      roles[column.name] = 'target'
      continue
    }
    const { role, reason } = suggestRole(column, rows, told.get(column.name) ?? null)
    roles[column.name] = role
    if (reason !== null) reasons[`role:${column.name}`] = reason
    if (role === 'feature') features.push(column)
  }

  const targetColumn = columns.find(({ name }) => name === target)
  if (target !== null && targetColumn === undefined) {
    throw new DescentError('unusable-input', `The table has no column “${target}”.`, {
      hint: 'Choose the target among its columns.',
      where: { column: target },
    })
  }
  const isClassification =
    targetColumn === undefined ||
    taskOf(targetColumn.kind, targetColumn.distinct, rows - targetColumn.missing) === 'classification'
  reasons.target = targetReason(targetColumn, isClassification)
  reasons.split = `15 % of the rows choose the best weights and 15 % are kept for an honest test${
    targetColumn !== undefined && isClassification ? '; every class keeps its share in each part' : ''
  }.${futureHint(features)}`

  const steps: Step[] = []
  const clipped = columnsToClip(features, findings)
  for (const { step, reason } of suggestSteps(features, clipped)) {
    steps.push(step)
    reasons[step.id] = reason
  }
  const recipe: Recipe = {
    version: 1,
    target,
    task: 'auto',
    roles,
    steps,
    split: { validation: 0.15, test: 0.15, stratify: isClassification, seed: 0 },
    targetScaling: 'standardize',
  }
  const answers = answerFindings(findings, {
    target,
    roles,
    clipped: [...clipped.values()].flat(),
    maxLevels: defaultMaxLevels,
  })
  return { recipe, reasons, findings: answers }
}

function targetReason(target: ColumnSummary | undefined, isClassification: boolean): string {
  if (target === undefined) return 'Choose what the network should learn to predict.'
  const { name, kind, distinct } = target
  if (!isClassification) return `“${name}” holds numbers, so this is a regression.`
  return kind === 'number'
    ? `“${name}” has exactly two values, so this is a classification.`
    : `“${name}” holds ${distinct} classes, so this is a classification.`
}

/** Only a person knows whether later rows are to be predicted from earlier ones. */
function futureHint(features: readonly ColumnSummary[]): string {
  const dates = features.filter(({ kind }) => kind === 'date').map(({ name }) => name)
  if (dates.length === 0) return ''
  return ` They are drawn by chance: where the future is to be predicted, deal rows by time (${listed(dates)}).`
}

/** Only steps that have something to work on; numbers are scaled before categories become 0 and 1. */
function suggestSteps(
  features: readonly ColumnSummary[],
  clipped: ReadonlyMap<number, string[]>,
): { step: Step; reason: string }[] {
  const ofKind = (...kinds: ColumnSummary['kind'][]): ColumnSummary[] =>
    features.filter(({ kind }) => kinds.includes(kind))
  const dates = ofKind('date')
  const numbers = ofKind('number', 'date')
  const categories = ofKind('category', 'boolean', 'text')
  const suggested: { step: Step; reason: string }[] = []
  if (dates.length > 0) {
    suggested.push({
      step: { kind: 'dateToNumber', id: 'dates', enabled: true, columns: 'dates' },
      reason:
        'A network needs numbers: dates become days since 1 January 1970. Where the target follows weekdays, seasons or public holidays, add the step that takes dates apart.',
    })
  }
  if (numbers.length > 0) {
    suggested.push({
      step: { kind: 'impute', id: 'fillNumbers', enabled: true, columns: 'numbers', method: 'median' },
      reason: `${gaps(numbers)} The median is not moved by outliers.`,
    })
  }
  if (categories.length > 0) {
    suggested.push({
      step: {
        kind: 'impute',
        id: 'fillCategories',
        enabled: true,
        columns: 'categories',
        method: 'constant',
        constant: missingLevel,
      },
      reason: `${gaps(categories)} A missing category becomes a level of its own, for that it is missing often means something.`,
    })
  }
  for (const [limit, columns] of clipped) {
    const id = suggested.some(({ step }) => step.id === 'clip') ? `clip${limit}` : 'clip'
    suggested.push({
      step: { kind: 'outliers', id, enabled: true, columns, method: 'iqr', limit, action: 'clip' },
      reason: `${listed(columns)} ${columns.length === 1 ? 'has' : 'have'} values far from the others, which would outweigh them: what lies more than ${limit} quartile ranges beyond the quartiles, and none of the others, is moved to there.`,
    })
  }
  if (numbers.length > 0) {
    suggested.push({
      step: { kind: 'standardize', id: 'scale', enabled: true, columns: 'numbers' },
      reason: 'Inputs of like size (mean 0, standard deviation 1) let a network learn fast and treat columns alike.',
    })
  }
  if (categories.length > 0) {
    suggested.push({
      step: { kind: 'oneHot', id: 'encode', enabled: true, columns: 'categories', maxLevels: defaultMaxLevels },
      reason: `A network needs numbers: each level becomes a column of 0 and 1.${manyLevels(categories)}`,
    })
  }
  return suggested
}

function gaps(columns: readonly ColumnSummary[]): string {
  const gappy = columns.filter(({ missing }) => missing > 0)
  if (gappy.length === 0) return 'Nothing is missing here, but it may be in rows to be predicted.'
  return `Values are missing in ${listed(gappy.map(({ name }) => name))}.`
}

function listed(columns: readonly string[]): string {
  const names = columns.slice(0, 3).map((name) => `“${name}”`)
  return `${names.join(', ')}${columns.length > 3 ? ` and ${columns.length - 3} more` : ''}`
}

function manyLevels(categories: readonly ColumnSummary[]): string {
  const many = categories.filter(({ distinct }) => distinct > defaultMaxLevels)
  if (many.length === 0) return ''
  const names = many.map(({ name, distinct }) => `“${name}” (${distinct})`).join(', ')
  return ` Of ${names} the ${defaultMaxLevels} most frequent levels are kept.`
}
