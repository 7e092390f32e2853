import { CloseButton, Tooltip } from '@mantine/core'
import type { ColumnSummary, Dataset, Remedy } from '../../../../shared/datasets.ts'
import type { TargetReport } from '../../../../shared/recipes.ts'
import { SidePanel } from '../../../app/SidePanel.tsx'
import { BarList } from '../../../components/BarList.tsx'
import { Findings } from '../../../components/Findings.tsx'
import { formatCount, formatDateValue, formatNumber, formatShare, plural } from '../../../../core/words/format.ts'
import { HistogramChart } from '../../../components/HistogramChart.tsx'
import { kindTitles } from '../../../components/kinds.tsx'
import type { ColumnChanges } from '../useColumnChanges.ts'
import { ColumnReading } from './ColumnReading.tsx'
import styles from './panel.module.css'
import { measureNames, relationHelp, relationText } from './TargetRelations.tsx'

function Facts({ column, rows, report }: { column: ColumnSummary; rows: number; report: TargetReport | undefined }) {
  const value = column.kind === 'date' ? formatDateValue : (number: number | null) => formatNumber(number, 6)
  const facts: [string, string, string?][] = [
    ['Rows', formatCount(rows)],
    [
      'Missing',
      column.missing === 0
        ? 'none'
        : `${formatCount(column.missing)} (${formatShare(column.missing / Math.max(1, rows))})`,
    ],
    ['Different values', formatCount(column.distinct)],
  ]
  if (column.unparsed > 0)
    facts.push([
      'Not readable',
      formatCount(column.unparsed),
      `Texts that are no ${kindTitles[column.kind].toLowerCase()}; they count as missing`,
    ])
  if (column.kind === 'number' || column.kind === 'date') {
    facts.push(['Least', value(column.min)])
    if (column.quartiles !== null) {
      facts.push(['Lower quartile', value(column.quartiles[0]), 'A quarter of the values lies below'])
      facts.push(['Median', value(column.quartiles[1]), 'Half of the values lie below'])
      facts.push(['Upper quartile', value(column.quartiles[2]), 'Three quarters of the values lie below'])
    }
    facts.push(['Greatest', value(column.max)])
    if (column.kind === 'number') {
      facts.push(['Mean', value(column.mean)])
      facts.push(['Standard deviation', value(column.std), 'The usual distance from the mean'])
    }
  }
  const relation = report?.relations.find(({ column: name }) => name === column.name)
  if (report !== undefined && relation !== undefined) {
    const text = `${relationText(relation)} (${measureNames[relation.measure]})`
    facts.push([`Goes with “${report.target}”`, text, relationHelp(relation)])
  }
  return (
    <dl className={styles.facts}>
      {facts.map(([name, text, help]) => (
        <div key={name}>
          <dt>
            {help === undefined ? (
              name
            ) : (
              <Tooltip label={help}>
                <span className={styles.explained}>{name}</span>
              </Tooltip>
            )}
          </dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Everything known about the selected column, and what can be changed about how it is read. */
export function ColumnPanel({
  project,
  dataset,
  column,
  changes,
  report,
  settled,
  onRow,
  onClose,
}: {
  project: string
  dataset: Dataset
  column: ColumnSummary
  changes: ColumnChanges
  /** How closely the columns go with the target, once there is one. */
  report: TargetReport | undefined
  settled: (remedy: Remedy) => string | null
  onRow: (row: number, column: string | undefined) => void
  onClose: () => void
}) {
  const { rows } = dataset
  // What is said of several columns is said of this one, too.
  const others = [...(report?.findings ?? []), ...dataset.findings]
  const findings = [...others.filter((finding) => finding.column === column.name), ...column.warnings]
  return (
    <SidePanel
      title={
        <span className={styles.title}>
          <span>{column.name}</span>
          <CloseButton size="sm" aria-label="Close the column" onClick={onClose} />
        </span>
      }
    >
      <ColumnReading project={project} dataset={dataset} column={column} changes={changes}>
        {findings.length > 0 && (
          <Findings
            findings={findings}
            onRemedy={(remedy) => void changes.remedy(remedy)}
            onRow={onRow}
            settled={settled}
            busy={changes.busy}
          />
        )}
        {column.histogram !== null && (column.kind === 'number' || column.kind === 'date') && (
          <HistogramChart
            histogram={column.histogram}
            format={column.kind === 'date' ? formatDateValue : (value) => formatNumber(value, 4)}
            label={`Distribution of ${column.name}`}
          />
        )}
        <Facts column={column} rows={rows} report={report} />
        {column.top.length > 0 && (
          <section>
            <h3 className={styles.heading}>Most frequent values</h3>
            <BarList items={column.top.slice(0, 10)} total={rows - column.missing} />
            {column.distinct > 10 && (
              <p className="faint small">
                and {plural(column.distinct - Math.min(10, column.top.length), 'other value')}
              </p>
            )}
          </section>
        )}
      </ColumnReading>
    </SidePanel>
  )
}
