import { Badge, Select } from '@mantine/core'
import type { ColumnView, StepPreview } from '../../../shared/recipes.ts'
import { BarList } from '../../components/BarList.tsx'
import { formatCount, formatDateValue, formatNumber, plural } from '../../../core/words/format.ts'
import { HistogramChart } from '../../components/HistogramChart.tsx'
import styles from './beforeAfter.module.css'
import type { ShownStep } from './usePreviews.ts'

function Distribution({ title, view }: { title: string; view: ColumnView }) {
  if (view.histogram !== null)
    return (
      <HistogramChart
        histogram={view.histogram}
        height={64}
        format={view.kind === 'date' ? formatDateValue : (value) => formatNumber(value, 4)}
        label={`${title} ${view.name}`}
      />
    )
  if (view.top.length === 0) return <p className="faint small">No values.</p>
  return <BarList items={view.top.slice(0, 5)} total={view.top.reduce((sum, { count }) => sum + count, 0)} />
}

function Side({ title, view, note }: { title: string; view: ColumnView; note?: string }) {
  return (
    <div className={styles.side}>
      <h3>
        {title}: <span className={styles.sideName}>{view.name}</span>
        {view.unit !== undefined && <span className="soft"> in {view.unit}</span>}
        {note !== undefined && <span className="faint"> · {note}</span>}
      </h3>
      <Distribution title={title} view={view} />
      <p className={styles.missing} data-none={view.missing === 0}>
        {view.missing === 0 ? 'Nothing missing' : plural(view.missing, 'missing value')}
      </p>
    </div>
  )
}

/** The first rows, a column each: the value before, and what it becomes. */
function FirstRows({ before, after }: { before: ColumnView | null; after: readonly ColumnView[] }) {
  const views = [
    ...(before === null ? [] : [{ view: before, isAfter: false }]),
    ...after.map((view) => ({ view, isAfter: true })),
  ]
  return (
    <div className={styles.rowsBox}>
      <table className={styles.rows} aria-label="The first rows before and after">
        <tbody>
          {views.map(({ view, isAfter }) => (
            <tr key={`${view.name} ${isAfter}`} data-after={isAfter}>
              <th scope="row" title={view.name}>
                {view.name}
                {view.unit !== undefined && <span className="soft"> ({view.unit})</span>}
                <span className="faint">{isAfter ? ' after' : ' before'}</span>
              </th>
              {view.sample.map((text, row) => (
                <td key={row}>{text === '' ? <em className="faint">missing</em> : text}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Fitted({ fitted }: Pick<StepPreview, 'fitted'>) {
  if (fitted.length === 0) return null
  return (
    <details className={styles.fitted}>
      <summary>Fitted on the training rows ({formatCount(fitted.length)})</summary>
      <ul>
        {fitted.slice(0, 200).map(({ column, text }, index) => (
          <li key={index}>
            <strong>{column}</strong> <span className="soft">{text}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

/** Before and after of a step, one column at a time, with the numbers it was fitted to. */
export function StepPreviewView({ shown, onLook }: { shown: ShownStep; onLook: (column: string) => void }) {
  const { columns, before, after, fitted } = shown.preview
  const [first] = after
  if (columns.length === 0 && first === undefined) return <Fitted fitted={fitted} />
  const column = columns.find(({ name }) => name === before?.name)
  return (
    <div className={styles.beforeAfter} data-old={shown.old} aria-busy={shown.old}>
      <div className={styles.viewHead}>
        {columns.length > 1 && (
          <Select
            aria-label="Column to look at"
            w={220}
            searchable
            data={columns.map(({ name }) => name)}
            value={before?.name ?? null}
            onChange={(value) => {
              if (value !== null) onLook(value)
            }}
          />
        )}
        {shown.sample !== null && (
          <Badge variant="light" color="gray" className={styles.badge}>
            sample of {formatCount(shown.sample)} rows
          </Badge>
        )}
      </div>
      {(before !== null || first !== undefined) && (
        <div className={styles.sides}>
          {before !== null && <Side title="Before" view={before} />}
          {first !== undefined ? (
            <Side
              title="After"
              view={first}
              {...((column?.made ?? 1) > 1 ? { note: `one of ${formatCount(column?.made ?? 1)} columns` } : {})}
            />
          ) : (
            <p className="faint small">Nothing is left of this column.</p>
          )}
        </div>
      )}
      {(before !== null || first !== undefined) && <FirstRows before={before} after={after} />}
      <Fitted fitted={fitted} />
    </div>
  )
}
