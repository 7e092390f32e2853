import { countMissing, ignoreRemedy, type Problem, type WorkingColumn } from './columns.ts'

/** The largest finite float32. */
const maxFloat32 = 3.4028234663852886e38

/** After the last step every column must be numbers without gaps that fit float32; says which step is wanting. */
export function problemsAtEnd(column: WorkingColumn): Problem[] {
  const { from } = column
  const remedies = [ignoreRemedy(from)]
  switch (column.kind) {
    case 'category':
      return [
        {
          kind: 'stillCategorical',
          column: from,
          message: `“${from}” still holds categories after the last step, and a network needs numbers.`,
          hint: `Add a one-hot encoding step for “${from}”, or ignore the column.`,
          remedies,
        },
      ]
    case 'date':
      return [
        {
          kind: 'stillDate',
          column: from,
          message: `“${from}” still holds dates after the last step, and a network needs numbers.`,
          hint: `Add the step that turns dates into numbers for “${from}”, or ignore the column.`,
          remedies,
        },
      ]
    case 'number':
      return numberProblems(column.values, from).map((problem) => ({ ...problem, column: from, remedies }))
    case 'indicator':
    case 'index':
      return []
  }
}

function numberProblems(values: Float64Array, from: string): Pick<Problem, 'kind' | 'message' | 'hint'>[] {
  const missing = countMissing({ kind: 'number', name: from, from, values })
  if (missing > 0) {
    return [
      {
        kind: 'stillMissing',
        message: `“${from}” still lacks ${missing === 1 ? 'one value' : `${missing} values`} in the training rows after the last step.`,
        hint: `Add a step that fills missing values of “${from}” (after dates became numbers), or one that leaves out such rows.`,
      },
    ]
  }
  if (fitsFloat32(values)) return []
  return [
    {
      kind: 'tooLarge',
      message: `“${from}” holds numbers beyond ±3.4e38, which the network cannot take.`,
      hint: `Scale “${from}” (standardize or min-max), or ignore the column.`,
    },
  ]
}

function fitsFloat32(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (!(Math.abs(values[i] ?? 0) <= maxFloat32)) return false
  return true
}
