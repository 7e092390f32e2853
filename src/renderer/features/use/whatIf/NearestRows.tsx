import { useDebouncedValue } from '@mantine/hooks'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import type { Run } from '../../../../shared/runs.ts'
import { useCall } from '../../../app/data.tsx'
import { navigate } from '../../../app/route.ts'
import { apartShare } from '../../../../core/passport/nearest.ts'
import { formatValue } from '../../../../core/words/values.ts'
import { formatCount, formatNumber } from '../../../../core/words/format.ts'
import styles from './whatIf.module.css'

const title = 'Training rows most like it'
const comparing = 'Comparing it with the training rows…'

/** The training rows that are most like the row, and whether any is like it at all. */
export function NearestRows({ project, run, values }: { project: string; run: Run; values: Record<string, string> }) {
  // Rows are compared when a slider rests; the prediction does not wait for it.
  const [settled] = useDebouncedValue(values, 300)
  const { data, error, isPlaceholderData } = useCall(
    'predictions.nearest',
    // Until the example has come through there is no row to compare.
    Object.keys(settled).length === 0 ? null : { project, run: run.id, values: settled },
    { keepPrevious: true },
  )
  if (data === undefined && error === null) return <RowsToCome />
  if (data === undefined || data.rows.length === 0) return null
  // What is said of a row must never stand beside another.
  const isOld = isPlaceholderData || settled !== values
  const isApart = data.share < apartShare
  const isNumber = run.task === 'regression'
  return (
    <section className={styles.nearest} aria-label="Nearest training rows" aria-busy={isOld}>
      <h3>{title}</h3>
      {isOld ? (
        <p className="soft">{comparing}</p>
      ) : (
        <p className={styles.verdict} data-tone={isApart ? 'warn' : 'good'}>
          {isApart ? <IconAlertTriangle size={15} aria-hidden /> : <IconCheck size={15} aria-hidden />}
          <span>
            {isApart
              ? 'No training row is like this one: its values may each be ordinary, but not together. The prediction is a guess.'
              : 'There are training rows as near to it as they are to each other.'}
          </span>
        </p>
      )}
      <table className={styles.rows}>
        <thead>
          <tr>
            <th scope="col">Row</th>
            <th scope="col" data-number={isNumber}>
              {run.target}
            </th>
            <th scope="col" data-number={isNumber}>
              Predicted
            </th>
            <th
              scope="col"
              data-number
              title="The root of the sum of squared differences: of numbers in four standard deviations, of levels 0 or 1."
            >
              Distance
            </th>
          </tr>
        </thead>
        <tbody>
          {data.rows.map(({ row, distance, actual, predicted }) => (
            <tr key={row}>
              <th scope="row">
                <button
                  type="button"
                  aria-label={`Show row ${row + 1} in Data`}
                  onClick={() => navigate({ step: 'data', dataset: run.dataset, row })}
                >
                  {formatCount(row + 1)}
                </button>
              </th>
              <td data-number={isNumber}>{isNumber ? formatNumber(Number(actual)) : actual}</td>
              <td data-number={isNumber}>{isNumber ? formatValue(Number(predicted), 5) : predicted}</td>
              <td data-number>{formatValue(distance, 3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Holds the place of the rows, so that what stands below does not move under the pointer when they come. */
function RowsToCome() {
  return (
    <section className={`${styles.nearest} ${styles.toCome}`} aria-busy>
      <h3>{title}</h3>
      <p className="soft">{comparing}</p>
    </section>
  )
}
