import { Select } from '@mantine/core'
import { useState } from 'react'
import type { ColumnView, StepPreview } from '../../../shared/recipes.ts'
import { BarList } from '../../components/BarList.tsx'
import { formatDateValue, formatNumber, plural } from '../../components/format.ts'
import { HistogramChart } from '../../components/HistogramChart.tsx'
import styles from './beforeAfter.module.css'
import { sameSettings } from './recipeChanges.ts'

function Side({ title, view }: { title: string; view: ColumnView | undefined }) {
  if (view === undefined)
    return (
      <div className={styles.side}>
        <h3>{title}</h3>
        <p className="faint small">Nothing is left of this column.</p>
      </div>
    )
  return (
    <div className={styles.side}>
      <h3>
        {title}: <span className={styles.sideName}>{view.name}</span>
        <span className="faint">{view.missing > 0 ? ` · ${plural(view.missing, 'missing value')}` : ''}</span>
      </h3>
      {view.histogram !== null ? (
        <HistogramChart
          histogram={view.histogram}
          height={64}
          format={view.kind === 'date' ? formatDateValue : (value) => formatNumber(value, 4)}
          label={`${title} ${view.name}`}
        />
      ) : (
        <BarList items={view.top.slice(0, 5)} total={view.top.reduce((sum, { count }) => sum + count, 0)} />
      )}
      <ol className={styles.sample} aria-label={`First rows ${title.toLowerCase()}`}>
        {view.sample.map((text, index) => (
          <li key={index}>{text === '' ? <em className="faint">missing</em> : text}</li>
        ))}
      </ol>
    </div>
  )
}

/** Before and after of a step, one column at a time, with the numbers it was fitted to. */
export function StepPreviewView({ preview }: { preview: StepPreview }) {
  const names = preview.before.map(({ name }) => name)
  const [chosen, setChosen] = useState<string | null>(null)
  // A column that became several is shown by the first of them.
  const afterOf = ({ name }: ColumnView) =>
    preview.after.find((view) => view.name === name) ?? preview.after.find((view) => view.name.startsWith(`${name}=`))
  const before =
    preview.before.find(({ name }) => name === chosen) ??
    preview.before.find((view) => !sameSettings(view, afterOf(view))) ??
    preview.before[0]
  const after = before === undefined ? preview.after[0] : afterOf(before)
  if (before === undefined && after === undefined)
    return <p className="faint small">This step finds no column to work on.</p>
  return (
    <div className={styles.beforeAfter}>
      {names.length > 1 && (
        <Select
          aria-label="Column to look at"
          w={200}
          searchable
          data={names}
          value={before?.name ?? null}
          onChange={setChosen}
        />
      )}
      <div className={styles.sides}>
        <Side title="Before" view={before} />
        <Side title="After" view={after} />
      </div>
      {preview.fitted.length > 0 && (
        <details className={styles.fitted}>
          <summary>Fitted on the training rows ({preview.fitted.length})</summary>
          <ul>
            {preview.fitted.map(({ column, text }, index) => (
              <li key={index}>
                <strong>{column}</strong> <span className="soft">{text}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}
