import { Select } from '@mantine/core'
import { useState } from 'react'
import type { ColumnSummary } from '../../../../shared/datasets.ts'
import type { SliceMetric } from '../../../../shared/slices.ts'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { formatCount, plural } from '../../../../core/words/format.ts'
import { Loading } from '../../../components/Loading.tsx'
import { Card } from '../../../components/Page.tsx'
import { formatMetric, measuredWords, metricOf } from '../metricWords.ts'
import { useRowsDoor } from '../rows/RowsDoor.tsx'
import type { EvaluateViewProps } from '../viewProps.ts'
import { scaleOf, SliceBar } from './SliceBar.tsx'
import { intervalText, metricName, sliceText, valueText } from './sliceWords.ts'
import { useColumnSlices } from './useSlices.ts'
import styles from './slices.module.css'

/** The scores of a split by the values of one column, or of two together; each line opens on its rows. */
export function ColumnSlicesCard(props: {
  view: EvaluateViewProps
  metric: SliceMetric
  columns: readonly ColumnSummary[]
  /** The column to begin with. */
  first: string
}) {
  const { view, metric, columns } = props
  const { project, run, split, epoch } = view
  const [column, setColumn] = useState(props.first)
  const [second, setSecond] = useState<string | null>(null)
  const open = useRowsDoor()
  const chosen = second === null || second === column ? [column] : [column, second]
  const { data, error, refetch } = useColumnSlices({ project: project.id, run, split, epoch, metric }, chosen)
  const names = columns.map(({ name }) => name)
  const words = measuredWords(run.task, [data?.metrics])
  const scale = data === undefined ? null : scaleOf(data.slices, data.overall.value)
  return (
    <Card
      title="By column"
      aside={
        <div className={styles.choices}>
          <Select
            aria-label="Column"
            w={190}
            searchable
            value={column}
            data={names}
            onChange={(name) => name !== null && setColumn(name)}
          />
          <Select
            aria-label="Second column"
            w={190}
            searchable
            clearable
            allowDeselect
            placeholder="and a second one"
            value={second}
            data={names.filter((name) => name !== column)}
            onChange={setSecond}
          />
        </div>
      }
    >
      {error !== null && <FailureNote error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading label="Slicing the rows…" />}
      {data !== undefined && scale !== null && (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">Rows where</th>
                <th scope="col" data-number>
                  Rows
                </th>
                <th scope="col">
                  {metricName(metric)}, with its 95 % interval, beside {valueText(metric, data.overall.value)} overall
                </th>
                {words.map((word) => (
                  <th key={word.key} scope="col" data-number title={word.meaning}>
                    {word.name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.slices.map((slice) => {
                const text = sliceText(slice.conditions, columns)
                return (
                  <tr key={text}>
                    <th scope="row">
                      <button type="button" onClick={() => open({ kind: 'slice', conditions: slice.conditions })}>
                        {text}
                      </button>
                    </th>
                    <td data-number>{formatCount(slice.rows)}</td>
                    <td title={intervalText(metric, slice.interval)}>
                      <SliceBar slice={slice} overall={data.overall.value} {...scale} />
                    </td>
                    {words.map((word) => (
                      <td key={word.key} data-number>
                        {formatMetric(metricOf(slice.metrics, word.key), 3)}
                      </td>
                    ))}
                  </tr>
                )
              })}
            </tbody>
          </table>
          {data.others > 0 && (
            <p className="faint small">{plural(data.others, 'row')} of rarer values are not listed.</p>
          )}
        </div>
      )}
    </Card>
  )
}
