import { expect, it } from 'vitest'
import { withTailRemedies } from '../../../src/core/recipe/tails.ts'
import type { ColumnSummary, Dataset, Remedy } from '../../../src/shared/datasets.ts'

function remediesOf(column: Partial<ColumnSummary>, remedies: Remedy[] = []): string[] {
  const skewed = { kind: 'skewed', severity: 'info', message: 'A long tail.', column: 'x', remedies } as const
  const other = { ...skewed, kind: 'outliers' }
  const summary = { name: 'x', kind: 'number', warnings: [skewed], ...column } as ColumnSummary
  const found = withTailRemedies({ columns: [summary], findings: [skewed, other] } as unknown as Dataset)
  const kindsOf = (all: readonly Remedy[]) => all.map((one) => (one.kind === 'addStep' ? one.step.kind : one.kind))
  expect(found.columns[0]!.warnings[0]!.remedies).toEqual(found.findings[0]!.remedies)
  expect(found.findings[1]!.remedies).toEqual(remedies)
  return kindsOf(found.findings[0]!.remedies)
}

const greatValues = { max: 1000, quartiles: [1, 2, 3] } satisfies Partial<ColumnSummary>
const proposed = (kind: string): Remedy => ({ kind: 'addStep', label: kind, step: { kind, columns: ['x'] } })

it('proposes the logarithm beside Yeo-Johnson where every value is above -1', () => {
  expect(remediesOf({ ...greatValues, min: -0.99 }, [proposed('yeoJohnson')])).toEqual(['yeoJohnson', 'log1p'])
  expect(remediesOf({ ...greatValues, min: -1 }, [proposed('yeoJohnson')])).toEqual(['yeoJohnson'])
  expect(remediesOf({ ...greatValues, min: 0 }, [proposed('log1p')])).toEqual(['log1p', 'yeoJohnson'])
})

it('proposes no logarithm of a tail of small values', () => {
  expect(remediesOf({ min: 0, max: 1000, quartiles: [950, 960, 970] }, [proposed('yeoJohnson')])).toEqual([
    'yeoJohnson',
  ])
})
