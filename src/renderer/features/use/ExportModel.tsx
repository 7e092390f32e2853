import { Button } from '@mantine/core'
import { IconPackageExport, IconShieldCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { toFailure } from '../../../shared/errors.ts'
import { useCommand } from '../../app/data.tsx'
import { newJobId } from '../../app/jobs.ts'
import { FailureNote } from '../../components/FailureNote.tsx'
import { formatBytes } from '../../components/format.ts'
import { Card } from '../../components/Page.tsx'
import { JobProgress } from './JobProgress.tsx'
import { SaveButton } from './SaveButton.tsx'
import { checkSentence } from './useViews.ts'
import styles from './use.module.css'

/** The model with its preparation inside, checked before it is handed over. */
export function ExportModel({ project, run }: { project: string; run: string }) {
  const create = useCommand('exports.create')
  const [job, setJob] = useState<string | null>(null)
  const start = () => {
    const id = newJobId()
    setJob(id)
    create.mutate({ project, run, job: id, format: 'onnx' })
  }
  const cancelled = create.error !== null && toFailure(create.error).kind === 'cancelled'
  return (
    <Card title="Take the model away">
      <div className={styles.export}>
        {create.isPending && job !== null ? (
          <JobProgress job={job} title="Writing and checking the model" />
        ) : create.data === undefined ? (
          <>
            <p className="soft">
              ONNX is a file that many programs can run. The whole preparation is inside: raw columns go in, predictions
              come out.
            </p>
            <Button leftSection={<IconPackageExport size={16} aria-hidden />} onClick={start}>
              Export ONNX
            </Button>
            <p className="faint small">It is run and compared with Descent’s own predictions first.</p>
          </>
        ) : (
          <>
            <p>
              <strong>{create.data.fileName}</strong> <span className="soft">{formatBytes(create.data.sizeBytes)}</span>
            </p>
            <p className={styles.checked}>
              <IconShieldCheck size={18} aria-hidden />
              <span>{checkSentence(create.data)}</span>
            </p>
            {create.data.check.runtime !== null && (
              <p className="soft">
                The file needs {create.data.check.runtime}: it takes texts apart, for which the ONNX standard has no
                operators.
              </p>
            )}
            <div className={styles.row}>
              <SaveButton artifact={create.data.artifact} fileName={create.data.fileName} />
            </div>
          </>
        )}
        {create.error !== null && !cancelled && <FailureNote error={create.error} onRetry={start} />}
      </div>
    </Card>
  )
}
