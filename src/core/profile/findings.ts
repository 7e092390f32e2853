import type { ColumnKind, Finding } from '../../shared/datasets.ts'
import type { ParsedColumn } from '../import/parseColumn.ts'

/** What the findings about a column are drawn from. */
export interface ColumnFacts {
  name: string
  kind: ColumnKind
  rows: number
  missing: number
  distinct: number
  top: readonly { value: string; count: number }[]
  parsed: ParsedColumn
  /** Whether a person chose the missing markers: then they need not be told. */
  markersChosen: boolean
}

type Rule = (facts: ColumnFacts) => Finding | Finding[] | null

/** All that a person should know about one column, in plain words with counts. */
export function columnFindings(facts: ColumnFacts): Finding[] {
  return rules.flatMap((rule) => rule(facts) ?? [])
}

const rules: readonly Rule[] = [
  (facts) => (facts.missing === facts.rows ? allMissing(facts) : null),
  constant,
  almostConstant,
  identifier,
  manyMissing,
  markersRead,
  manyLevels,
  misfits,
  nearlyNumbers,
  ambiguous,
  formatsRead,
]

/** "1 value", "1,234 values". */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
}

function percent(part: number, whole: number): string {
  if (whole === 0) return '0%'
  const share = (100 * part) / whole
  const rounded =
    share >= 99.95 && part < whole ? '99.9' : share < 10 || share > 90 ? share.toFixed(1) : share.toFixed(0)
  return `${rounded.replace(/\.0$/, '')}%`
}

function ignore({ name }: ColumnFacts) {
  return { kind: 'ignoreColumn', label: 'Ignore this column', column: name } as const
}

function allMissing(facts: ColumnFacts): Finding {
  return {
    kind: 'allMissing',
    severity: 'warning',
    message: `“${facts.name}” has no values at all.`,
    column: facts.name,
    remedies: [ignore(facts)],
  }
}

function constant(facts: ColumnFacts): Finding | null {
  if (facts.distinct !== 1) return null
  const value = facts.top[0]?.value ?? ''
  const rest = facts.missing > 0 ? `, or is missing (${counted(facts.missing, 'row')})` : ''
  return {
    kind: 'constant',
    severity: 'warning',
    message: `“${facts.name}” is always “${shortened(value)}”${rest}: it cannot tell rows apart.`,
    column: facts.name,
    remedies: [ignore(facts)],
  }
}

function almostConstant(facts: ColumnFacts): Finding | null {
  const values = facts.rows - facts.missing
  const first = facts.top[0]
  if (first === undefined || facts.distinct < 2 || values < 100 || first.count < values * 0.98) return null
  return {
    kind: 'almostConstant',
    severity: 'warning',
    message: `“${facts.name}” is “${shortened(first.value)}” in ${percent(first.count, values)} of its values.`,
    column: facts.name,
    remedies: [ignore(facts)],
  }
}

/** Texts that are all different, or whole numbers that count the rows. */
function identifier(facts: ColumnFacts): Finding | null {
  const values = facts.rows - facts.missing
  if (values < 20 || facts.missing > 0 || facts.distinct !== values) return null
  if (facts.kind === 'number' ? !isSequence(facts) : facts.kind !== 'text') return null
  return {
    kind: 'identifier',
    severity: 'warning',
    message: `“${facts.name}” is different in every row: it seems to identify rows, and a model would learn them by heart.`,
    column: facts.name,
    remedies: [ignore(facts)],
  }
}

function isSequence({ parsed }: ColumnFacts): boolean {
  if ('levels' in parsed.column) return false
  const { values } = parsed.column
  const step = (values[1] ?? 0) - (values[0] ?? 0)
  if (Math.abs(step) !== 1) return false
  for (let row = 1; row < values.length; row++) {
    if ((values[row] ?? 0) - (values[row - 1] ?? 0) !== step) return false
  }
  return Number.isInteger(values[0] ?? 0.5)
}

function manyMissing(facts: ColumnFacts): Finding | null {
  if (facts.missing === facts.rows || facts.missing < facts.rows * 0.3) return null
  return {
    kind: 'manyMissing',
    severity: 'warning',
    message: `${percent(facts.missing, facts.rows)} of “${facts.name}” is missing (${counted(facts.missing, 'row')}).`,
    column: facts.name,
    remedies: [ignore(facts)],
  }
}

function markersRead(facts: ColumnFacts): Finding[] {
  if (facts.markersChosen) return []
  return facts.parsed.missingMarkers
    .filter(({ marker }) => marker !== '')
    .map(({ marker, count }) => ({
      kind: 'markerRead',
      severity: 'info',
      message: `“${marker}” was read as missing in “${facts.name}” (${counted(count, 'time')}).`,
      column: facts.name,
      remedies: [{ kind: 'keepMarker', label: `Keep “${marker}” as a value`, column: facts.name, marker }],
    }))
}

function manyLevels(facts: ColumnFacts): Finding | null {
  const values = facts.rows - facts.missing
  if (facts.kind !== 'text' && (facts.kind !== 'category' || facts.distinct <= 100)) return null
  // Every value different is said by `identifier`.
  if (facts.distinct === values && facts.missing === 0 && values >= 20) return null
  if (facts.distinct < 2) return null
  return {
    kind: 'manyLevels',
    severity: facts.kind === 'text' ? 'warning' : 'info',
    message: `“${facts.name}” has ${counted(facts.distinct, 'different text')} in ${counted(values, 'row')}${
      facts.kind === 'text' ? ': few of them repeat, and a model learns little from them' : ''
    }.`,
    column: facts.name,
    remedies: [ignore(facts)],
  }
}

function misfits(facts: ColumnFacts): Finding | null {
  const { count, examples, firstRow } = facts.parsed.unparsed
  if (count === 0) return null
  const shown = examples.slice(0, 3).map((text) => `“${shortened(text)}”`)
  return {
    kind: 'unparsed',
    severity: 'warning',
    message: `${counted(count, 'value')} of “${facts.name}” ${count === 1 ? 'is' : 'are'} no ${facts.kind} and ${count === 1 ? 'counts' : 'count'} as missing: ${shown.join(', ')}${count > shown.length ? ', …' : ''}.`,
    column: facts.name,
    rows: [firstRow],
    remedies: [{ kind: 'setKind', label: 'Read it as a category', column: facts.name, columnKind: 'category' }],
  }
}

function nearlyNumbers(facts: ColumnFacts): Finding | null {
  const odd = facts.parsed.plan.doubts.notNumbers
  if (odd === null || facts.kind === 'number') return null
  return {
    kind: 'nearlyNumbers',
    severity: 'warning',
    message: `“${facts.name}” would be numbers but for ${counted(odd.count, 'value')}, such as “${shortened(odd.example)}”.`,
    column: facts.name,
    rows: [odd.row],
    remedies: [
      { kind: 'setKind', label: 'Read it as numbers, the rest as missing', column: facts.name, columnKind: 'number' },
    ],
  }
}

function ambiguous(facts: ColumnFacts): Finding | null {
  const { ambiguousDate, ambiguousNumber } = facts.parsed.plan.doubts
  if (ambiguousDate && facts.kind !== 'date') {
    return {
      kind: 'ambiguousDate',
      severity: 'warning',
      message: `“${facts.name}” looks like dates, but day and month cannot be told apart (all are 12 or less), so it was left as texts.`,
      column: facts.name,
      remedies: [{ kind: 'setKind', label: 'Read it as dates, the day first', column: facts.name, columnKind: 'date' }],
    }
  }
  if (ambiguousNumber && facts.kind !== 'number') {
    return {
      kind: 'ambiguousNumber',
      severity: 'warning',
      message: `“${facts.name}” looks like numbers, but 1,234 may mean a thousand or a little more than one, so it was left as texts.`,
      column: facts.name,
      remedies: [{ kind: 'setKind', label: 'Read 1,234 as a thousand', column: facts.name, columnKind: 'number' }],
    }
  }
  return null
}

function formatsRead(facts: ColumnFacts): Finding | null {
  const {
    reading: { numberFormat, dateOrder },
  } = facts.parsed.plan
  const said = (kind: string, message: string): Finding => ({
    kind,
    severity: 'info',
    message,
    column: facts.name,
    remedies: [{ kind: 'setKind', label: 'Read it as a category', column: facts.name, columnKind: 'category' }],
  })
  if (facts.kind === 'number' && numberFormat === 'commaDecimal') {
    return said('numberFormat', `The comma in “${facts.name}” was read as the decimal sign.`)
  }
  if (facts.kind === 'number' && numberFormat === 'commaThousands') {
    return said('numberFormat', `The comma in “${facts.name}” was read as a thousands separator.`)
  }
  if (facts.kind === 'date' && (dateOrder === 'dayFirst' || dateOrder === 'monthFirst')) {
    return said(
      'dateOrder',
      `The dates of “${facts.name}” were read with the ${dateOrder === 'dayFirst' ? 'day' : 'month'} first.`,
    )
  }
  return null
}

function shortened(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`
}
