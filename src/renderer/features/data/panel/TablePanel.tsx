import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Dataset, Remedy } from '../../../../shared/datasets.ts'
import type { TargetReport } from '../../../../shared/recipes.ts'
import { SidePanel } from '../../../app/SidePanel.tsx'
import { Findings } from '../../../components/Findings.tsx'
import { formatBytes, formatCount, formatMoment, plural } from '../../../../core/words/format.ts'
import { delimiterName, encodingName, formatNames, quoteName } from '../readingWords.ts'
import type { ColumnChanges } from '../useColumnChanges.ts'
import styles from './panel.module.css'
import { TargetRelations } from './TargetRelations.tsx'

/** How many records did not fit. */
export function irregularCount({ irregular }: Dataset): number {
  return irregular.tooFewFields + irregular.tooManyFields + irregular.brokenQuote + (irregular.otherDelimiter ?? 0)
}

/** The table as a whole: where it came from, how it was read, and what should be known about it. */
export function TablePanel({
  dataset,
  versions,
  changes,
  report,
  settled,
  onColumn,
  onRow,
  onIrregularRows,
}: {
  dataset: Dataset
  /** What is shown of the versions of the table. */
  versions: ReactNode
  changes: ColumnChanges
  /** How closely the columns go with the target, once there is one. */
  report: TargetReport | undefined
  settled: (remedy: Remedy) => string | null
  onColumn: (column: string) => void
  onRow: (row: number, column: string | undefined) => void
  onIrregularRows: () => void
}) {
  const { source } = dataset
  const facts: [string, string][] = [
    ['Rows', formatCount(dataset.rows)],
    ['Columns', formatCount(dataset.columns.length)],
    ['File', source.fileName],
    ['Format', formatNames[source.format]],
    ['Size', formatBytes(source.sizeBytes)],
    ['Imported', formatMoment(dataset.created)],
  ]
  if (source.sheet !== null) facts.push([source.format === 'sqlite' ? 'Table' : 'Sheet', source.sheet])
  if (source.options.range !== undefined) facts.push(['Range', source.options.range])
  if (source.dialect !== null) {
    const { delimiter, quote, encoding, hasByteOrderMark, header, headerRows, firstRow } = source.dialect
    if (source.format === 'delimited') {
      facts.push(['Delimiter', delimiterName(delimiter)])
      facts.push(['Quote', quoteName(quote)])
      facts.push(['Encoding', encodingName(encoding) + (hasByteOrderMark ? ' with BOM' : '')])
    }
    const nameRows = headerRows ?? (header ? 1 : 0)
    facts.push(['Column names', nameRows === 0 ? 'none' : plural(nameRows, 'row')])
    if (firstRow !== undefined && firstRow > 1) facts.push(['Begins in', `line ${formatCount(firstRow)}`])
  }
  const findings = [
    ...(report?.findings ?? []),
    ...dataset.findings,
    ...dataset.columns.flatMap(({ warnings }) => warnings),
  ]
  const irregular = irregularCount(dataset)
  return (
    <SidePanel title="About this table">
      <section>
        <h3 className={styles.heading}>{findings.length === 0 ? 'Findings' : plural(findings.length, 'finding')}</h3>
        {findings.length === 0 ? (
          <p className="soft">Nothing to report: no guesses, no doubts.</p>
        ) : (
          <Findings
            findings={findings}
            onRemedy={(remedy) => void changes.remedy(remedy)}
            onColumn={onColumn}
            onRow={onRow}
            settled={settled}
            busy={changes.busy}
          />
        )}
      </section>
      {report !== undefined && <TargetRelations report={report} onColumn={onColumn} />}
      {irregular > 0 && <Button onClick={onIrregularRows}>Show {plural(irregular, 'row')} that did not fit</Button>}
      <section>
        <h3 className={styles.heading}>How it was read</h3>
        <dl className={styles.facts}>
          {facts.map(([name, text]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </section>
      {versions}
      <p className="faint small">Select a column for its statistics, its kind and what counts as missing.</p>
    </SidePanel>
  )
}
