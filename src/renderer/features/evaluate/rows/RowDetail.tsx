import { Button } from '@mantine/core'
import { IconHelpCircle, IconTable } from '@tabler/icons-react'
import type { Dataset } from '../../../../shared/datasets.ts'
import type { SeenRow } from '../../../../shared/evaluatedRows.ts'
import type { Run } from '../../../../shared/runs.ts'
import { useCall } from '../../../app/data.tsx'
import { navigate } from '../../../app/route.ts'
import { formatPercent, formatValue } from '../../../../core/words/values.ts'
import { formatCount, formatNumber } from '../../../../core/words/format.ts'
import { startWhatIf } from '../../use/whatIfStart.ts'
import styles from './rows.module.css'

/** One row in full: every column as the file has it, where it stands there, and what the model says. */
export function RowDetail(props: {
  project: string
  run: Run
  dataset: Dataset
  row: SeenRow
  classes: readonly string[] | null
  /** The row is one of the run's own table, by which it is explained. */
  isOwn: boolean
}) {
  const { project, run, dataset, row, classes, isOwn } = props
  const { data: place } = useCall('datasets.place', {
    project,
    dataset: dataset.id,
    row: row.row,
    column: dataset.columns[0]?.name ?? '',
  })
  const { data } = useCall('datasets.rows', { project, dataset: dataset.id, offset: row.row, limit: 1 })
  const texts = data?.rows[0] ?? []
  return (
    <section className={styles.detail} aria-label={`Row ${formatCount(row.row + 1)}`}>
      <div className={styles.detailHead}>
        <h3>
          Row {formatCount(row.row + 1)}
          {place != null && (
            <span className="faint small">
              {' '}
              {place.fileName}
              {place.sheet === null ? '' : `, ${place.sheet}`}, line {formatCount(place.line)}
            </span>
          )}
        </h3>
        {isOwn && (
          <Button
            size="compact-sm"
            leftSection={<IconHelpCircle size={14} aria-hidden />}
            title="What each column adds to this prediction"
            onClick={() => navigate({ view: 'explain', row: row.row })}
          >
            Explain
          </Button>
        )}
        <Button
          size="compact-sm"
          title="Change its values and see what the model says"
          onClick={() => {
            startWhatIf({ run: run.id, values: row.values })
            navigate({ step: 'use', run: run.id })
          }}
        >
          Try in What-if
        </Button>
        <Button
          size="compact-sm"
          leftSection={<IconTable size={14} aria-hidden />}
          onClick={() => navigate({ step: 'data', dataset: dataset.id, row: row.row })}
        >
          Open in Data
        </Button>
      </div>
      <p>{saidText(row, classes)}</p>
      {!isOwn && (
        <p className="faint small">
          Explanations are of rows of the run’s own table: try this one in What-if to see what moves its prediction.
        </p>
      )}
      <dl className={styles.cells}>
        {dataset.columns.map(({ name, index }) => (
          <div key={name}>
            <dt title={name}>{name}</dt>
            <dd title={texts[index] ?? ''}>
              {texts[index] === '' ? <span className="faint">missing</span> : texts[index]}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function saidText({ actual, predicted, error, probabilities }: SeenRow, classes: readonly string[] | null): string {
  if (classes === null) {
    return `Actual ${formatNumber(actual)}, predicted ${formatValue(predicted, 5)}: ${formatValue(Math.abs(error ?? NaN), 4)} apart.`
  }
  const listed = probabilities.map((one) => `${classes[one.class] ?? ''} ${formatPercent(one.probability, 1)}`)
  return `It is ${classes[actual] ?? ''}; the model says ${classes[predicted] ?? ''} (${listed.join(', ')}).`
}
