import { Button } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../../../app/data.tsx'
import { newJobId } from '../../../app/jobs.ts'
import { formatBytes } from '../../../../core/words/format.ts'
import { Card } from '../../../components/Page.tsx'
import { JobProgress } from '../JobProgress.tsx'
import { SaveButton } from '../SaveButton.tsx'
import { NotWritten } from './NotWritten.tsx'
import styles from './export.module.css'

/** A model card: what there is to know of the model, for people who have no Descent. */
export function ReportCard({ project, run }: { project: string; run: string }) {
  const create = useCommand('exports.report')
  const [job, setJob] = useState<string | null>(null)
  const start = () => {
    const id = newJobId()
    setJob(id)
    create.mutate({ project, run, job: id })
  }
  const busy = create.isPending && job !== null
  return (
    <Card title="Report on it" label="Report on it">
      <div className={styles.format}>
        <div className={styles.about}>
          <strong>Model card</strong>
          <span className="soft">
            One page to read or print: data, preparation, settings, curves, scores with their intervals, and limits. It
            needs no program but a browser, and no network.
          </span>
        </div>
        <div className={styles.action}>
          {busy ? (
            <JobProgress job={job} title="Writing the report" />
          ) : create.data === undefined ? (
            <Button onClick={start}>Write the report</Button>
          ) : (
            <SaveButton artifact={create.data.artifact} fileName={create.data.fileName} />
          )}
        </div>
        {!busy && create.data !== undefined && (
          <p className={styles.whole}>
            {create.data.fileName} <span className="soft">{formatBytes(create.data.sizeBytes)}</span>
          </p>
        )}
        {create.error !== null && <NotWritten error={create.error} onRetry={start} />}
      </div>
    </Card>
  )
}
