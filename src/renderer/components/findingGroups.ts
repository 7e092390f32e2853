import type { Finding } from '../../shared/datasets.ts'

/** Findings of one kind, under a title of their own where there are several. */
export interface FindingGroup {
  kind: string
  title: string
  severity: Finding['severity']
  findings: Finding[]
}

/** Fewer findings of a kind stand each by itself. */
const GATHERED = 3

const titles: Record<string, string> = {
  abbreviated: 'Thousands and millions for short',
  allMissing: 'No values at all',
  almostConstant: 'Nearly always the same',
  ambiguousDate: 'Day or month first?',
  ambiguousNumber: 'Comma or point?',
  codeNumbers: 'Numbers that name things',
  constant: 'Always the same',
  currency: 'Currency signs',
  dateOrder: 'Order of dates',
  daysAsNumbers: 'Days as whole numbers',
  decimalMark: 'Points that may part thousands',
  digitsAsText: 'Digits kept as texts',
  disguisedMissing: 'May stand for a missing value',
  duplicateColumn: 'The same column twice',
  equivalentColumn: 'The same in other words',
  identifier: 'Columns that name rows',
  manyLevels: 'Many different texts',
  manyMissing: 'Much is missing',
  mark: 'Crosses and empty cells',
  markerRead: 'Read as missing',
  measure: 'Units of measure',
  misspeltLevels: 'Two spellings of one',
  mixedKinds: 'Numbers and texts mixed',
  mixedUnits: 'Part in another unit?',
  nearlyNumbers: 'Numbers but for a few',
  numberFormat: 'Signs in numbers',
  outliers: 'Far from the others',
  percent: 'Percent',
  rareLevels: 'Rare levels',
  skewed: 'Long tails',
  smallCodes: 'Whole numbers that may be classes',
  targetLeak: 'Gives the target away',
  unparsed: 'Not readable',
}

/** Warnings before notes, then in the order of the first of each kind. A kind with a few findings is a group for each. */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const byKind = new Map<string, Finding[]>()
  for (const finding of findings) {
    const key = `${finding.severity} ${finding.kind}`
    const others = byKind.get(key)
    if (others === undefined) byKind.set(key, [finding])
    else others.push(finding)
  }
  const groups = [...byKind.values()].flatMap((alike): FindingGroup[] => {
    const title = titles[alike[0]?.kind ?? '']
    const gathered = alike.length >= GATHERED && title !== undefined ? [alike] : alike.map((finding) => [finding])
    return gathered.map((some) => ({
      kind: some[0]?.kind ?? '',
      title: title ?? '',
      severity: some[0]?.severity ?? 'info',
      findings: some,
    }))
  })
  return groups.toSorted((a, b) => Number(b.severity === 'warning') - Number(a.severity === 'warning'))
}
