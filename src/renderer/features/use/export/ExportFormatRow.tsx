import { Button } from '@mantine/core'
import { IconInfoCircle, IconShieldCheck } from '@tabler/icons-react'
import { useId, useState } from 'react'
import type { ExportFormat, ExportRefusal, ExportReport } from '../../../../shared/exports.ts'
import { useCommand } from '../../../app/data.tsx'
import { newJobId } from '../../../app/jobs.ts'
import { formatBytes } from '../../../../core/words/format.ts'
import { JobProgress } from '../JobProgress.tsx'
import { SaveButton } from '../SaveButton.tsx'
import { checkSentence } from '../useViews.ts'
import { formatWords } from './formats.ts'
import { NotWritten } from './NotWritten.tsx'
import styles from './export.module.css'

interface ExportFormatRowProps {
  project: string
  run: string
  format: ExportFormat
  /** Why the model cannot be had in this format; null where it can. */
  refusal: ExportRefusal | null
}

/** One format: what it is good for, and the file once it is made. */
export function ExportFormatRow({ project, run, format, refusal }: ExportFormatRowProps) {
  const create = useCommand('exports.create')
  const [job, setJob] = useState<string | null>(null)
  const { title, use } = formatWords[format]
  const reason = useId()
  const start = () => {
    const id = newJobId()
    setJob(id)
    create.mutate({ project, run, job: id, format })
  }
  const busy = create.isPending && job !== null
  return (
    <li className={styles.format}>
      <div className={styles.about}>
        <strong>{title}</strong>
        <span className="soft">{use}</span>
      </div>
      <div className={styles.action}>
        {busy ? (
          <JobProgress job={job} title="Writing and checking" />
        ) : create.data === undefined ? (
          <Button
            onClick={start}
            disabled={refusal !== null}
            aria-label={`Export ${title}`}
            aria-describedby={refusal === null ? undefined : reason}
          >
            Export
          </Button>
        ) : (
          <SaveButton artifact={create.data.artifact} fileName={create.data.fileName} />
        )}
      </div>
      {refusal !== null && (
        <p id={reason} className={`${styles.whole} small soft`}>
          {refusal.message} {refusal.hint}
        </p>
      )}
      {!busy && create.data !== undefined && <Proof report={create.data} />}
      {create.error !== null && <NotWritten error={create.error} onRetry={start} />}
    </li>
  )
}

/** What was checked of the file, or that it was not. */
function Proof({ report }: { report: ExportReport }) {
  const { check } = report
  const passed = check.state === 'passed'
  const Icon = passed ? IconShieldCheck : IconInfoCircle
  return (
    <div className={styles.whole}>
      <p>
        {report.fileName} <span className="soft">{formatBytes(report.sizeBytes)}</span>
      </p>
      <p className={styles.proof} data-state={check.state}>
        <Icon size={18} aria-hidden />
        <span>{checkSentence(check)}</span>
      </p>
      {passed && check.runtime !== null && (
        <p className="soft">
          The file needs {check.runtime}: it takes texts apart, for which the ONNX standard has no operators.
        </p>
      )}
    </div>
  )
}
