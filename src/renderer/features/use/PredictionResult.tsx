import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import type { PredictionReport } from '../../../shared/predictions.ts'
import { plural } from '../../components/format.ts'
import { Card } from '../../components/Page.tsx'
import { SaveButton } from './SaveButton.tsx'
import { reportLines } from './useViews.ts'
import styles from './use.module.css'

/** What came of a predicted file: what to know about it, the first rows, and the file to save. */
export function PredictionResult({ report, onClose }: { report: PredictionReport; onClose: () => void }) {
  const { columns, rows } = report.preview
  const predicted = (name: string) => name === 'prediction' || name.startsWith('probability_')
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
              {columns.map((name, i) => (
                <th key={i} scope="col" data-predicted={predicted(name)}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={i}>
                {row.map((value, j) => (
                  <td key={j} data-predicted={predicted(columns[j] ?? '')}>
                    {value}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length < report.rows && <p className="faint small">The first {plural(rows.length, 'row')} are shown.</p>}
    </Card>
  )
}
