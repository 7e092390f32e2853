import { Button, Tooltip } from '@mantine/core'
import type { ColumnSummary } from '../../../../shared/datasets.ts'
import type { SliceMetric, WorstSlices } from '../../../../shared/slices.ts'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { formatCount, formatNumber, plural } from '../../../../core/words/format.ts'
import { Card } from '../../../components/Page.tsx'
import { JobProgress } from '../../use/JobProgress.tsx'
import { splitWords } from '../evaluateViews.ts'
import { useRowsDoor } from '../rows/RowsDoor.tsx'
import type { EvaluateViewProps } from '../viewProps.ts'
import { scaleOf, SliceBar } from './SliceBar.tsx'
import { intervalText, metricName, sliceText, valueText } from './sliceWords.ts'
import { useWorstSlices } from './useSlices.ts'
import styles from './slices.module.css'

const how =
  'Every slice of enough rows, by one column or two together, is tested against the other rows (Welch’s test; of shares Agresti and Caffo’s), and the result is corrected for how many were tested (Holm). Of two columns together only what is worse than either alone is told; of more than sixteen columns the pairs of those that differ most are looked at, and all count in the correction.'

/** Where the model does worse than on the other rows, beyond what chance allows; each slice opens on its rows. */
export function WorstSlicesCard(props: {
  view: EvaluateViewProps
  metric: SliceMetric
  columns: readonly ColumnSummary[]
}) {
  const { view, metric, columns } = props
  const { project, run, split, epoch } = view
  const { answer, job, isAsked, ask } = useWorstSlices({ project: project.id, run, split, epoch, metric })
  const { data, error } = answer
  const worse = data?.slices.filter(({ isWorse }) => isWorse) ?? []
  const byChance = data?.slices.filter(({ isWorse }) => !isWorse) ?? []
  const rows = splitWords[split].name.toLowerCase()
  return (
    <Card title="Worst slices">
      {error !== null && <FailureNote error={error} onRetry={() => void answer.refetch()} />}
      {!isAsked && (
        <div className={styles.ask}>
          <p className="soft">
            Looks through all columns, and two of them together, for {rows} rows on which the model does worse.{' '}
            {plural(run.rows[split], 'row')} would be looked at.
          </p>
          <Button onClick={ask}>Look for them</Button>
        </div>
      )}
      {answer.isFetching && data === undefined && <JobProgress job={job} title="Looking for slices…" />}
      {data !== undefined && (
        <>
          <p className="soft">
            {resultText(data, worse.length)}{' '}
            {data.crossed.length < data.columns && (
              <>
                Two together were looked at of the{' '}
                <Tooltip multiline maw={420} label={data.crossed.join(', ')}>
                  <span tabIndex={0} className={styles.how}>
                    {plural(data.crossed.length, 'column')} whose own slices differ most
                  </span>
                </Tooltip>
                .{' '}
              </>
            )}
            <Tooltip label={how}>
              <span tabIndex={0} className={styles.how}>
                How that is judged
              </span>
            </Tooltip>
          </p>
          {worse.length > 0 && (
            <SliceTable found={data} slices={worse} columns={columns} caption="Worse than the others" />
          )}
          {byChance.length > 0 && (
            <>
              <h3 className={styles.heading}>Next, but not beyond chance</h3>
              <SliceTable found={data} slices={byChance} columns={columns} caption="Not worse beyond chance" />
            </>
          )}
        </>
      )}
    </Card>
  )
}

function SliceTable(props: {
  found: WorstSlices
  slices: WorstSlices['slices']
  columns: readonly ColumnSummary[]
  caption: string
}) {
  const { found, slices, columns, caption } = props
  const { metric, overall } = found
  const open = useRowsDoor()
  const scale = scaleOf(found.slices, overall.value)
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={caption}>
        <thead>
          <tr>
            <th scope="col">Rows where</th>
            <th scope="col" data-number>
              Rows
            </th>
            <th scope="col" data-number>
              {metricName(metric)}
            </th>
            <th scope="col">95 % interval, beside {valueText(metric, overall.value)} overall</th>
            <th
              scope="col"
              data-number
              title="How likely chance alone makes one of all slices tested differ so: the p-value, corrected for their number"
            >
              p-value
            </th>
          </tr>
        </thead>
        <tbody>
          {slices.map((slice) => {
            const text = sliceText(slice.conditions, columns)
            return (
              <tr key={text}>
                <th scope="row">
                  <button type="button" onClick={() => open({ kind: 'slice', conditions: slice.conditions })}>
                    {text}
                  </button>
                </th>
                <td data-number>{formatCount(slice.rows)}</td>
                <td data-number>{valueText(metric, slice.value)}</td>
                <td title={intervalText(metric, slice.interval)}>
                  <SliceBar slice={slice} overall={overall.value} {...scale} />
                </td>
                <td data-number>{slice.p < 0.0001 ? '<0.0001' : formatNumber(slice.p, 2)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function resultText({ tested, columns, leastRows, metric }: WorstSlices, worse: number): string {
  if (tested === 0) return `No slice has the ${leastRows} rows that it takes to be told from the others.`
  const looked = `${plural(tested, 'slice')} of at least ${leastRows} rows, by ${plural(columns, 'column')}`
  if (worse === 0) return `${looked}: none has a worse ${metricName(metric)} than chance allows.`
  return `${looked}: on ${worse === 1 ? 'one' : formatCount(worse)} the ${metricName(metric)} is worse than chance allows.`
}
