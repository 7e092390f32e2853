import type { ColumnSummary, Finding } from '../../shared/datasets.ts'
import type { AnsweredFinding, ColumnRole } from '../../shared/recipes.ts'

/** Findings of columns that say nothing, name rows, say what another one says already, or give the target away. */
const reasonsToIgnore: readonly string[] = [
  'allMissing',
  'constant',
  'identifier',
  'duplicateColumn',
  'equivalentColumn',
  'targetLeak',
]

/** The column that a finding proposes to leave out; of two that say the same, the one that is not the target. */
export function columnToIgnore({ kind, remedies }: Finding, target: string | null): string | null {
  if (!reasonsToIgnore.includes(kind)) return null
  const proposed = remedies.flatMap((remedy) => (remedy.kind === 'ignoreColumn' ? [remedy.column] : []))
  return proposed.find((column) => column !== target) ?? null
}

/**
 * Features whose values far from the others would weigh most in every gradient, by how many quartile ranges beyond the
 * quartiles only those values are cut. Dates have no outliers.
 */
export function columnsToClip(
  features: readonly ColumnSummary[],
  findings: readonly Finding[],
): ReadonlyMap<number, string[]> {
  const limits = new Map(
    findings.flatMap((finding) => {
      const limit = finding.kind === 'outliers' ? limitOf(finding) : null
      return finding.column === undefined || limit === null ? [] : [[finding.column, limit] as const]
    }),
  )
  const columns = new Map<number, string[]>()
  for (const { name, kind } of features) {
    const limit = limits.get(name)
    if (kind === 'number' && limit !== undefined) columns.set(limit, [...(columns.get(limit) ?? []), name])
  }
  return columns
}

/** As the remedy of the finding proposes it. */
function limitOf({ remedies }: Finding): number | null {
  for (const remedy of remedies) {
    const limit = remedy.kind === 'addStep' && 'limit' in remedy.step ? remedy.step['limit'] : null
    if (typeof limit === 'number') return limit
  }
  return null
}

/** Why a finding that a recipe could serve is left to a person. */
const leftToPerson: Readonly<Record<string, string>> = {
  almostConstant: 'It stays a feature: the few values that differ may be what matters.',
  codeNumbers: 'A person knows what the numbers mean: Data reads them as a category in a click.',
  disguisedMissing:
    'A person knows what the value means: Data reads it as missing in a click, and the recipe then fills it.',
  duplicateRows: 'They stay: only a person knows whether a case is in the table twice or happened twice.',
  misspeltLevels: 'They stay apart: a person knows whether they are the same thing.',
  mixedUnits: 'A person knows the units: a formula step brings them together.',
  skewed: 'It is standardized as it is: whether a logarithm serves better shows in training.',
  smallCodes: 'A person knows what the numbers mean: Data reads them as a category in a click.',
  targetSum: 'A person knows whether the parts are known when the model is used.',
}

/** What the suggested recipe is made of. */
export interface Suggested {
  target: string | null
  roles: Readonly<Record<string, ColumnRole>>
  /** The columns that are clipped. */
  clipped: readonly string[]
  /** One-hot encoding keeps so many levels of a column. */
  maxLevels: number
}

/** What the recipe does about each finding, or why it does nothing; findings about how a file was read are passed over. */
export function answerFindings(findings: readonly Finding[], suggested: Suggested): AnsweredFinding[] {
  return findings.flatMap((finding): AnsweredFinding[] => {
    const answer = answerTo(finding, suggested)
    if (answer === null) return []
    const { kind, message, column, rows } = finding
    const [row] = rows ?? []
    const place = { ...(column === undefined ? {} : { column }), ...(row === undefined ? {} : { row }) }
    return [{ kind, message, ...answer, ...place }]
  })
}

function answerTo(finding: Finding, suggested: Suggested): Pick<AnsweredFinding, 'answer' | 'served'> | null {
  const { target, roles, clipped, maxLevels } = suggested
  const { kind, column } = finding
  const ignored = columnToIgnore(finding, target)
  if (ignored !== null) return { served: true, answer: `“${ignored}” is ignored.` }
  if (column !== undefined && roles[column] === 'ignored') return { served: true, answer: `“${column}” is ignored.` }
  if (column !== undefined && column === target && ['outliers', 'skewed'].includes(kind)) {
    return { served: false, answer: `“${column}” is the target: what is learned of it is chosen beside it.` }
  }
  switch (kind) {
    case 'outliers':
      return column !== undefined && clipped.includes(column)
        ? { served: true, answer: 'They are clipped before the column is scaled.' }
        : { served: false, answer: 'They stay: a wrong value is better read as missing in Data.' }
    case 'manyMissing':
      return { served: true, answer: 'The gaps are filled; ignore the column if so little of it says nothing.' }
    case 'manyLevels':
    case 'rareLevels':
      return { served: true, answer: `One-hot encoding keeps the ${maxLevels} most frequent levels.` }
    default: {
      const why = leftToPerson[kind]
      return why === undefined ? null : { served: false, answer: why }
    }
  }
}
