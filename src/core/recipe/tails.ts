import type { ColumnSummary, Dataset, Finding, Remedy } from '../../shared/datasets.ts'

/**
 * The dataset with both ways to even a long tail out proposed where one is found: Yeo-Johnson, which learns a power, and
 * the logarithm, which one can read; the latter where the tail is of great values and 1 + x has one in every row.
 */
export function withTailRemedies(dataset: Dataset): Dataset {
  const byName = new Map(dataset.columns.map((column) => [column.name, column]))
  const both = (finding: Finding): Finding => {
    const column = finding.column === undefined ? undefined : byName.get(finding.column)
    if (finding.kind !== 'skewed' || column === undefined) return finding
    const proposed = new Set(finding.remedies.flatMap((one) => (one.kind === 'addStep' ? [one.step.kind] : [])))
    const more = waysFor(column).filter(({ step }) => !proposed.has(step.kind))
    return { ...finding, remedies: [...finding.remedies, ...more] }
  }
  return {
    ...dataset,
    findings: dataset.findings.map(both),
    columns: dataset.columns.map((column) => ({ ...column, warnings: column.warnings.map(both) })),
  }
}

function waysFor({ name, min, max, quartiles }: ColumnSummary): Extract<Remedy, { kind: 'addStep' }>[] {
  const columns = [name]
  const middle = quartiles?.[1] ?? NaN
  const isOfGreatValues = min !== null && max !== null && max - middle > middle - min
  return [
    ...(isOfGreatValues && min > -1
      ? [{ kind: 'addStep', label: 'Take log(1 + x)', step: { kind: 'log1p', columns } } as const]
      : []),
    { kind: 'addStep', label: 'Even it out (Yeo-Johnson)', step: { kind: 'yeoJohnson', columns } },
  ]
}
