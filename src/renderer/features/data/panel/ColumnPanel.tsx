import { Button, CloseButton, Select, TextInput, Tooltip } from '@mantine/core'
import { useState } from 'react'
import { type ColumnSummary, columnKinds } from '../../../../shared/datasets.ts'
import { SidePanel } from '../../../app/SidePanel.tsx'
import { BarList } from '../../../components/BarList.tsx'
import { Findings } from '../../../components/Findings.tsx'
import { formatCount, formatDateValue, formatNumber, formatShare, plural } from '../../../components/format.ts'
import { HistogramChart } from '../../../components/HistogramChart.tsx'
import { kindHelp, kindOptions, kindTitles } from '../../../components/kinds.tsx'
import type { ColumnChanges } from '../useColumnChanges.ts'
import styles from './panel.module.css'

function Facts({ column, rows }: { column: ColumnSummary; rows: number }) {
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

/** Which texts are read as missing, each kept as a value with one click, and another one added. */
function Markers({ column, changes }: { column: ColumnSummary; changes: ColumnChanges }) {
  const [draft, setDraft] = useState('')
  const markers = column.missingMarkers.map(({ marker }) => marker)
  const add = () => {
    const marker = draft.trim()
    setDraft('')
    if (marker === '' || markers.includes(marker)) return
    void changes.setMarkers(column.name, [...markers, marker], `Read “${marker}” in ${column.name} as missing`)
  }
  return (
    <section>
      <h3 className={styles.heading}>Read as missing</h3>
      <ul className={styles.markers}>
        {column.missingMarkers.map(({ marker, count }) => (
          <li key={marker}>
            <span className={marker === '' ? 'soft' : 'mono'}>{marker === '' ? 'empty cell' : marker}</span>
            <span className="faint">{formatCount(count)}</span>
            {marker !== '' && (
              <Button
                size="compact-xs"
                disabled={changes.busy}
                aria-label={`Keep ${marker} as a value`}
                onClick={() => void changes.remedy({ kind: 'keepMarker', label: '', column: column.name, marker })}
              >
                Keep as value
              </Button>
            )}
          </li>
        ))}
        {markers.length === 0 && <li className="faint">Only empty cells, and there are none.</li>}
      </ul>
      <form
        className={styles.addMarker}
        onSubmit={(event) => {
          event.preventDefault()
          add()
        }}
      >
        <TextInput
          aria-label="Another text that means missing"
          placeholder="e.g. -999"
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
        />
        <Button type="submit" disabled={draft.trim() === '' || changes.busy}>
          Add
        </Button>
      </form>
    </section>
  )
}

/** Everything known about the selected column, and what can be changed about how it is read. */
export function ColumnPanel({
  column,
  rows,
  changes,
  onClose,
}: {
  column: ColumnSummary
  rows: number
  changes: ColumnChanges
  onClose: () => void
}) {
  return (
    <SidePanel
      title={
        <span className={styles.title}>
          <span>{column.name}</span>
          <CloseButton size="sm" aria-label="Close the column" onClick={onClose} />
        </span>
      }
    >
      <Select
        label="Kind"
        description={
          column.kind === column.inferredKind
            ? `${kindHelp[column.kind]}. Detected from the values.`
            : `${kindHelp[column.kind]}. Chosen by you; detected was ${kindTitles[column.inferredKind].toLowerCase()}.`
        }
        inputWrapperOrder={['label', 'input', 'description']}
        data={kindOptions}
        value={column.kind}
        disabled={changes.busy}
        onChange={(value) => {
          const kind = columnKinds.find((known) => known === value)
          if (kind !== undefined && kind !== column.kind) void changes.setKind(column.name, kind)
        }}
      />
      {column.warnings.length > 0 && (
        <Findings findings={column.warnings} onRemedy={(remedy) => void changes.remedy(remedy)} busy={changes.busy} />
      )}
      {column.histogram !== null && (column.kind === 'number' || column.kind === 'date') && (
        <HistogramChart
          histogram={column.histogram}
          format={column.kind === 'date' ? formatDateValue : (value) => formatNumber(value, 4)}
          label={`Distribution of ${column.name}`}
        />
      )}
      <Facts column={column} rows={rows} />
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
      <Markers key={column.name} column={column} changes={changes} />
    </SidePanel>
  )
}
