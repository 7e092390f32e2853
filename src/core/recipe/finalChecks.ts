import type { Remedy } from '../../shared/datasets.ts'
import type { StepKind } from '../../shared/recipes.ts'
import { countMissing, ignoreRemedy, type Problem, type WorkingColumn } from './columns.ts'

export type GapSource = 'table' | 'outliers' | 'steps'

/** The largest finite float32. */
const maxFloat32 = 3.4028234663852886e38

/**
 * After the last step every column must be numbers without gaps that fit float32; says which step is wanting.
 *
 * @param gapsOf where the gaps of a feature come from: the table, a step that makes outliers missing, or another step
 */
export function problemsAtEnd(column: WorkingColumn, gapsOf: (feature: string) => GapSource): Problem[] {
  const { from } = column
  switch (column.kind) {
    case 'category':
      return [
        {
          kind: 'stillCategorical',
          column: from,
          message: `“${from}” still holds categories after the last step, and a network needs numbers.`,
          hint: `Add a one-hot encoding step for “${from}”, or ignore the column.`,
          remedies: [stepRemedy(`One-hot encode “${from}”`, 'oneHot', from), ignoreRemedy(from)],
        },
      ]
    case 'date':
      return [
        {
          kind: 'stillDate',
          column: from,
          message: `“${from}” still holds dates after the last step, and a network needs numbers.`,
          hint: `Add the step that turns dates into numbers for “${from}”, or ignore the column.`,
          remedies: [stepRemedy(`Turn “${from}” into a number`, 'dateToNumber', from), ignoreRemedy(from)],
        },
      ]
    case 'number':
      return numberProblems(column.values, from, gapsOf).map(({ remedy, ...problem }) => ({
        ...problem,
        column: from,
        remedies: [remedy, ignoreRemedy(from)],
      }))
    case 'indicator':
    case 'index':
      return []
  }
}

/** Fills the gaps of a column of numbers. */
export function fillRemedy(column: string): Remedy {
  return stepRemedy(`Fill “${column}” with its median`, 'impute', column, { method: 'median' })
}

function stepRemedy(label: string, kind: StepKind, column: string, settings: Record<string, unknown> = {}): Remedy {
  return { kind: 'addStep', label, step: { kind, columns: [column], ...settings } }
}

function numberProblems(
  values: Float64Array,
  from: string,
  gapsOf: (feature: string) => GapSource,
): (Pick<Problem, 'kind' | 'message' | 'hint'> & { remedy: Remedy })[] {
  const missing = countMissing({ kind: 'number', name: from, from, values })
  if (missing > 0) {
    return [
      {
        kind: 'stillMissing',
        message: `“${from}” still lacks ${missing === 1 ? 'one value' : `${missing} values`} in the training rows after the last step.`,
        hint: hintForGaps(from, gapsOf(from)),
        remedy: fillRemedy(from),
      },
    ]
  }
  if (fitsFloat32(values)) return []
  return [
    {
      kind: 'tooLarge',
      message: `“${from}” holds numbers beyond ±3.4e38, which the network cannot take.`,
      hint: `Scale “${from}” (standardize or min-max), or ignore the column.`,
      remedy: stepRemedy(`Standardize “${from}”`, 'standardize', from),
    },
  ]
}

function hintForGaps(from: string, source: GapSource): string {
  const fill = `Add a step that fills missing values of “${from}”`
  switch (source) {
    case 'table':
      return `${fill} (after dates became numbers), or one that leaves out such rows.`
    case 'outliers':
      return `Its outliers became missing, and rows are left out for gaps of the table alone: ${lowered(fill)} behind that, or leave outlier rows out of training instead.`
    case 'steps':
      return `The steps made these gaps, and rows are left out for gaps of the table alone: ${lowered(fill)} at the end.`
  }
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

function fitsFloat32(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (!(Math.abs(values[i] ?? 0) <= maxFloat32)) return false
  return true
}
