import { Select } from '@mantine/core'
import { useState } from 'react'
import type { RowsBehind } from '../../../../../shared/evaluation.ts'
import type { ResidualGroup, ResidualsByColumn } from '../../../../../shared/scores.ts'
import { useCall } from '../../../../app/data.tsx'
import { formatValue } from '../../../../../core/words/values.ts'
import { PlaneChart } from '../../../../charts/PlaneChart.tsx'
import { FailureNote } from '../../../../components/FailureNote.tsx'
import { formatCount, formatDateValue, plural } from '../../../../../core/words/format.ts'
import { Loading } from '../../../../components/Loading.tsx'
import { Card } from '../../../../components/Page.tsx'
import { useRowsDoor } from '../../rows/RowsDoor.tsx'
import type { EvaluateViewProps } from '../../viewProps.ts'
import styles from '../scores.module.css'
import { seenSplit } from '../useScores.ts'
import { dateAxis, groupTexts } from './groups.ts'

/** Where along a column the model errs: by level of a category, by range of a number. `firstRow`: as the scores have it. */
export function ResidualsCard({ view, firstRow }: { view: EvaluateViewProps; firstRow: number }) {
  const { project, run, dataset } = view
  const [chosen, setChosen] = useState<string | null>(null)
  const { data: table } = useCall(
    'datasets.get',
    dataset === null ? null : { project: project.id, dataset: run.dataset },
  )
  const columns = table?.columns.map(({ name }) => name) ?? []
  const column =
    chosen !== null && columns.includes(chosen) ? chosen : (columns.find((name) => name === run.target) ?? null)
  const at = columns.indexOf(column ?? '')
  const { data, error, refetch } = useCall(
    'evaluation.residuals',
    column === null ? null : { ...seenSplit(view, `residuals${at}`), column },
  )
  if (dataset === null) return null
  return (
    <Card title="Errors along a column" aside={<span className="faint small">actual − predicted {run.target}</span>}>
      <div className={styles.controls}>
        <Select
          aria-label="Column to look along"
          w={260}
          searchable
          allowDeselect={false}
          value={column}
          onChange={setChosen}
          data={columns}
        />
        <span className="soft small">
          A group whose errors lean to one side is one the model gets wrong in the same way every time.
        </span>
      </div>
      {error !== null && <FailureNote error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading label="Looking along the column…" />}
      {data !== undefined && data.column === column && (
        <div className={data.points.length > 0 ? styles.split : undefined}>
          {data.points.length > 0 && <Points found={data} target={run.target} firstRow={firstRow} />}
          <Groups found={data} />
        </div>
      )}
    </Card>
  )
}

function Points({ found, target, firstRow }: { found: ResidualsByColumn; target: string; firstRow: number }) {
  const showRows = useRowsDoor()
  const { points, groups, column, kind } = found
  const bins = groups.flatMap(({ within, mean }) => (within === null ? [] : { ...within, mean }))
  const [from, to] = [bins[0]?.from ?? 0, bins.at(-1)?.to ?? 0]
  return (
    <div className={styles.chart}>
      <PlaneChart
        title={`Errors along ${column}`}
        summary={`Actual minus predicted ${target} of ${plural(points.length, 'row')} along ${column}, and the mean error of ${plural(bins.length, 'range')} of it. Around zero is right.`}
        fileName={`errors along ${column}`}
        xLabel={column}
        yLabel={`actual − predicted ${target}`}
        {...(kind === 'date' ? dateAxis(from, to) : {})}
        lines={[
          {
            id: 'rows',
            label: 'a row',
            style: 0,
            dots: 'alone',
            isDoor: true,
            points: points.map(({ x, error }) => ({ x, y: error })),
          },
          {
            id: 'means',
            label: 'mean error',
            style: 1,
            points: bins.map((bin) => ({ x: bin.from / 2 + bin.to / 2, y: bin.mean })),
          },
        ]}
        references={from < to ? [{ label: 'no error', from: { x: from, y: 0 }, to: { x: to, y: 0 } }] : []}
        tooltip={(line, index) => {
          const point = line.points[index]
          const row = line.id === 'rows' ? points[index] : undefined
          return point === undefined ? null : (
            <>
              {row !== undefined && <strong>Row {formatCount(row.row - firstRow + 1)}</strong>}
              <div>
                {column} {kind === 'date' ? formatDateValue(point.x) : formatValue(point.x)}
              </div>
              <div>
                {line.id === 'rows' ? 'error' : 'mean error'} {formatValue(point.y)}
              </div>
            </>
          )
        }}
        onPoint={(line, index) => {
          const row = line.id === 'rows' ? points[index]?.row : undefined
          if (row !== undefined) showRows({ kind: 'point', row })
        }}
      />
    </div>
  )
}

function Groups({ found }: { found: ResidualsByColumn }) {
  const showRows = useRowsDoor()
  const behind = ({ within, level }: ResidualGroup): RowsBehind =>
    within === null ? { kind: 'level', column: found.column, level } : { kind: 'bin', column: found.column, within }
  const texts = groupTexts(found.groups, found.kind)
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{found.column}</th>
            <th scope="col">Rows</th>
            <th
              scope="col"
              title="Actual minus predicted, on average: above 0 the model says too little, below 0 too much."
            >
              Mean error
            </th>
            <th scope="col" title="Half of the errors lie between these.">
              Middle half
            </th>
            <th scope="col" title="Ninety of a hundred errors lie between these.">
              Middle 90 %
            </th>
          </tr>
        </thead>
        <tbody>
          {found.groups.map((group, at) => (
            <tr key={`${group.level} ${group.within?.from}`}>
              <th scope="row" className={styles.label}>
                <button type="button" className={styles.link} onClick={() => showRows(behind(group))}>
                  {texts[at]}
                </button>
              </th>
              <td>{formatCount(group.rows)}</td>
              <td>{formatValue(group.mean)}</td>
              <td>
                {formatValue(group.lowerQuartile, 3)} to {formatValue(group.upperQuartile, 3)}
              </td>
              <td>
                {formatValue(group.low, 3)} to {formatValue(group.high, 3)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {found.otherRows > 0 && (
        <p className="faint small">{plural(found.otherRows, 'row')} of rarer categories are not shown.</p>
      )}
    </div>
  )
}
