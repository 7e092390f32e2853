import type { Finding } from '../../../shared/datasets.ts'
import type { Recipe } from '../../../shared/recipes.ts'
import { seriesSteps, windowName } from './steps.ts'

/** Where a split lets training rows look at rows that are to judge them. */
export function seriesFindings(recipe: Recipe): Finding[] {
  const windows = seriesSteps(recipe).flatMap((step) => (step.kind === 'window' ? step : []))
  const [first] = windows
  if (first === undefined) return []
  const by = recipe.split.by ?? { kind: 'rows' }
  if (by.kind === 'rows' || by.kind === 'hash') {
    return [
      {
        kind: 'seriesSplitByChance',
        severity: 'warning',
        column: first.column,
        step: first.id,
        message:
          'Rows look back at those before them, and the split deals them by chance: training rows look at rows of validation and test. Split by time.',
        remedies: [],
      },
    ]
  }
  const ahead = windows.flatMap((step) =>
    step.statistic === 'ahead' ? step.rows.filter((rows) => windowName(step, rows) === recipe.target) : [],
  )
  const horizon = Math.max(0, ...ahead)
  if (by.kind !== 'time' || by.unit !== 'rows' || by.gap >= horizon) return []
  return [
    {
      kind: 'horizonWithoutGap',
      severity: 'warning',
      ...(recipe.target === null ? {} : { column: recipe.target }),
      message: `The target lies ${horizon} rows ahead, and the gap of the split is ${by.gap} rows: the last targets of training lie in validation. Let the gap be ${horizon} rows.`,
      remedies: [],
    },
  ]
}
