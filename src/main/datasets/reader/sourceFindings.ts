import type { Layout } from '../../../core/import/layout.ts'
import type { UniqueNames } from '../../../core/import/names.ts'
import type { SplitDialect } from '../../../core/import/splitRecords.ts'
import { counted } from '../../../core/profile/findings.ts'
import type { Encoding, Finding, ImportOptions } from '../../../shared/datasets.ts'
import type { RowAssembler } from './rowAssembler.ts'

interface DelimitedFacts {
  options: ImportOptions
  dialect: SplitDialect
  decoding: { encoding: Encoding; invalid: number }
  layout: Layout
  unique: UniqueNames
  assembler: RowAssembler
}

/** What was guessed about a text file, and what in it did not fit. */
export function delimitedFindings(facts: DelimitedFacts): Finding[] {
  const { options, dialect, decoding, layout } = facts
  const findings: Finding[] = []
  if (layout.width > 1 && options.delimiter === undefined) {
    findings.push(info('delimiter', `Columns are separated by ${delimiterName(dialect.delimiter)}.`))
  }
  if (dialect.quote !== '"' && options.quote === undefined) {
    findings.push(
      info(
        'quote',
        dialect.quote === '' ? 'Quotation marks are part of the texts.' : 'Texts are quoted by single quotes.',
      ),
    )
  }
  if (decoding.encoding !== 'utf-8' && options.encoding === undefined) {
    findings.push(info('encoding', `The file was read as ${encodingNames[decoding.encoding] ?? decoding.encoding}.`))
  }
  if (decoding.invalid > 0) {
    findings.push(
      warning('encoding', `${counted(decoding.invalid, 'byte')} of the file are not UTF-8 and are shown as �.`),
    )
  }
  return [...findings, ...headerFindings(options, layout, facts.unique), ...rowFindings(facts.assembler)]
}

/** What was made of the first row. */
export function headerFindings(options: ImportOptions, layout: Layout, unique: UniqueNames): Finding[] {
  const findings: Finding[] = []
  if (layout.headerRows === 0 && options.header === undefined) {
    findings.push(info('noHeader', 'No header was found: the columns are called column1, column2 and so on.'))
  }
  if (layout.headerRows > 1) {
    findings.push(info('headerRows', `The column names were joined from ${layout.headerRows} rows.`))
  }
  if (unique.repeated.length > 0) {
    const names = unique.repeated.slice(0, 5).map((index) => `“${unique.names[index] ?? ''}”`)
    findings.push(
      warning(
        'duplicateNames',
        `${counted(unique.repeated.length, 'column name')} occurred more than once and got a number: ${names.join(', ')}${unique.repeated.length > 5 ? ', …' : ''}.`,
      ),
    )
  }
  if (unique.empty.length > 0 && layout.headerRows > 0) {
    const names = unique.empty.slice(0, 5).map((index) => `“${unique.names[index] ?? ''}”`)
    findings.push(
      warning(
        'emptyNames',
        `${counted(unique.empty.length, 'column')} had no name and ${unique.empty.length === 1 ? 'is' : 'are'} called ${names.join(', ')}${unique.empty.length > 5 ? ', …' : ''}.`,
      ),
    )
  }
  return findings
}

/** Irregular rows and lines outside the table. */
export function rowFindings(assembler: RowAssembler): Finding[] {
  const { counts, left } = assembler
  const findings: Finding[] = []
  const show = { remedies: [{ kind: 'showIrregularRows' as const, label: 'Show these rows' }] }
  const rowsOf = (problem: string) =>
    assembler.irregular
      .filter((one) => one.problem === problem && one.row !== null)
      .slice(0, 100)
      .map((one) => one.row ?? 0)
  const irregular = (problem: keyof typeof counts, text: string) => {
    if (counts[problem] === 0) return
    findings.push({ ...warning(problem, `${counted(counts[problem], 'row')} ${text}`), rows: rowsOf(problem), ...show })
  }
  irregular('tooFewFields', 'with too few fields: what is missing at the end counts as missing values.')
  irregular('tooManyFields', 'with too many fields: the extra ones are not in the table.')
  irregular('brokenQuote', 'with a broken quotation mark: read line by line as it stands.')
  const outside = (kind: string, count: number, text: string) => {
    if (count > 0) findings.push({ ...info(kind, `${counted(count, 'line')} ${text}`), ...show })
  }
  outside('preamble', left.before, 'before the table left out.')
  outside('footer', left.after, 'after the table left out.')
  if (left.secondTable > 0) {
    const message = `A second table of ${counted(left.secondTable, 'line')} follows the first one and was left out.`
    findings.push({ ...warning('secondTable', message), ...show })
  }
  if (assembler.blankLines > 0) {
    findings.push(info('blankLines', `${counted(assembler.blankLines, 'blank line')} skipped.`))
  }
  return findings
}

const encodingNames: Partial<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 (little-endian)',
  'utf-16be': 'UTF-16 (big-endian)',
  'windows-1252': 'Windows-1252 (Western European)',
}

function delimiterName(delimiter: string): string {
  const blank = delimiter.length > 1 && delimiter.endsWith(' ') ? ' and a blank' : ''
  const names: Record<string, string> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'vertical bars' }
  const core = blank === '' ? delimiter : delimiter.trimEnd()
  return `${names[core] ?? `“${core}”`}${blank}`
}

export function info(kind: string, message: string): Finding {
  return { kind, severity: 'info', message, remedies: [] }
}

export function warning(kind: string, message: string): Finding {
  return { kind, severity: 'warning', message, remedies: [] }
}
