import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import type { PredictionReport } from '../../../shared/predictions.ts'
import { plural } from '../../../core/words/format.ts'
import { Card } from '../../components/Page.tsx'
import { SaveButton } from './SaveButton.tsx'
import { reportLines, shownCell, shownOrder } from './useViews.ts'
import styles from './use.module.css'

/** What came of a predicted file: what to know about it, the first rows, and the file to save. */
export function PredictionResult({ report, onClose }: { report: PredictionReport; onClose: () => void }) {
  const { columns, rows } = report.preview
  const order = shownOrder(columns)
  return (
    <Card
      title={`${plural(report.rows, 'row')} predicted`}
      aside={
        <>
          <Button onClick={onClose}>Close</Button>
          <SaveButton artifact={report.artifact} fileName={report.fileName} />
        </>
      }
    >
      <ul className={styles.lines}>
        {reportLines(report).map(({ tone, text }) => (
          <li key={text} data-tone={tone}>
            {tone === 'warn' ? <IconAlertTriangle size={15} aria-hidden /> : <IconCheck size={15} aria-hidden />}
            <span>{text}</span>
          </li>
        ))}
      </ul>
      <div className={styles.preview} tabIndex={0} role="region" aria-label="First rows with predictions">
        <table>
          <thead>
            <tr>
              {order.map(({ place, name, predicted }) => (
                <th key={place} scope="col" data-predicted={predicted}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={i}>
                {order.map(({ place, predicted }) => (
                  <td key={place} data-predicted={predicted} title={predicted ? row[place] : undefined}>
                    {shownCell(row[place] ?? '', predicted)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={`${styles.below} faint small`}>
        {rows.length < report.rows && `The first ${plural(rows.length, 'row')} are shown. `}In the file the predictions
        stand after its own columns.
      </p>
    </Card>
  )
}
