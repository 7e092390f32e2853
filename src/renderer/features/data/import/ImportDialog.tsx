import { Button, Modal, NativeSelect, Progress, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type ColumnKind, columnKinds, type ImportOptions, type Inspection } from '../../../../shared/datasets.ts'
import { type DescentError, fromFailure, toFailure } from '../../../../shared/errors.ts'
import type { PickedFile } from '../../../../shared/host.ts'
import { useCall, useCommand, useHost } from '../../../app/data.tsx'
import { newJobId, useJob } from '../../../app/jobs.ts'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { Findings } from '../../../components/Findings.tsx'
import { formatBytes, formatCount, formatDuration, formatShare } from '../../../components/format.ts'
import { kindTitles } from '../../../components/kinds.tsx'
import { Loading } from '../../../components/Loading.tsx'
import { DialectFields } from './DialectFields.tsx'
import styles from './ImportDialog.module.css'
import { baseName } from './names.ts'
import { runImport } from './runImport.ts'

type Kinds = Record<string, ColumnKind>

function PreviewTable({
  inspection,
  kinds,
  onKind,
}: {
  inspection: Inspection
  kinds: Kinds
  onKind: (name: string, kind: ColumnKind) => void
}) {
  return (
    <div className={styles.preview} tabIndex={0} role="region" aria-label="Preview">
      <table>
        <thead>
          <tr>
            {inspection.columns.map(({ name, kind }) => (
              <th key={name} scope="col">
                <div className="ellipsis" title={name}>
                  {name}
                </div>
                <NativeSelect
                  size="xs"
                  aria-label={`Kind of ${name}`}
                  value={kinds[name] ?? kind}
                  data={columnKinds.map((value) => ({ value, label: kindTitles[value] }))}
                  onChange={(event) => {
                    const chosen = columnKinds.find((value) => value === event.currentTarget.value)
                    if (chosen !== undefined) onKind(name, chosen)
                  }}
                />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {inspection.rows.map((row, index) => (
            <tr key={index}>
              {inspection.columns.map(({ name, kind }, column) => (
                <td key={name} data-kind={kinds[name] ?? kind}>
                  {row[column] ?? ''}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ImportProgress({ job, onCancel, cancelling }: { job: string; onCancel: () => void; cancelling: boolean }) {
  const progress = useJob(job)
  const fraction = progress?.fraction ?? null
  return (
    <div className={styles.progress} role="status">
      <Progress value={(fraction ?? 0) * 100} size={6} aria-label="Importing" />
      <div className={styles.progressRow}>
        <span>
          {fraction === null ? 'Reading the file…' : formatShare(Math.floor(fraction * 100) / 100)}
          {progress !== null && progress.detail !== '' && ` · ${progress.detail}`}
          {progress?.secondsLeft != null && ` · ${formatDuration(progress.secondsLeft)} left`}
        </span>
        <Button onClick={onCancel} loading={cancelling}>
          Cancel
        </Button>
      </div>
    </div>
  )
}

/** Shows what Descent would do with a file, lets a person change it, and imports. */
export function ImportDialog({
  file,
  project,
  onClose,
  onAnother,
}: {
  file: PickedFile
  project: string | null
  onClose: () => void
  onAnother: () => void
}) {
  const host = useHost()
  const cancel = useCommand('jobs.cancel')
  const [options, setOptions] = useState<ImportOptions>({})
  const [kinds, setKinds] = useState<Kinds>({})
  const [name, setName] = useState(baseName(file.fileName))
  const [job, setJob] = useState<string | null>(null)
  const [failure, setFailure] = useState<DescentError | null>(null)
  const inspect = useCall('datasets.inspect', { file: file.file, options }, { keepPrevious: true })
  // The last understanding stays in sight, so that a choice that led to a failure can be changed back.
  const [understood, setUnderstood] = useState<Inspection | undefined>(undefined)
  if (inspect.data !== undefined && inspect.data !== understood) setUnderstood(inspect.data)
  const inspection = inspect.data ?? understood

  const change = (part: Partial<ImportOptions>) => {
    // Other names or another sheet: kinds chosen for the columns before would land on the wrong ones.
    if ('header' in part || 'sheet' in part || 'delimiter' in part) setKinds({})
    setFailure(null)
    setOptions((previous) => ({ ...previous, ...part }))
  }
  const start = async () => {
    const id = newJobId()
    setJob(id)
    setFailure(null)
    try {
      await runImport(host, {
        file: file.file,
        name: name.trim() || baseName(file.fileName),
        project,
        job: id,
        options: Object.keys(kinds).length > 0 ? { ...options, kinds } : options,
      })
      onClose()
    } catch (error) {
      const described = toFailure(error)
      if (described.kind !== 'cancelled') setFailure(fromFailure(described))
      setJob(null)
    }
  }

  return (
    <Modal
      opened
      onClose={job === null ? onClose : () => undefined}
      closeOnClickOutside={false}
      size="min(1080px, 94vw)"
      title={`Import ${file.fileName}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
      classNames={{ body: styles.body ?? '', title: styles.title ?? '' }}
    >
      {inspect.isPending && (
        <div className={styles.waiting}>
          <Loading label="Looking at the file…" />
        </div>
      )}
      {inspect.error !== null && (
        <>
          <FailureNote error={inspect.error} onRetry={onAnother} retryLabel="Choose another file…" />
          {inspection === undefined && inspect.error.where?.row === 1 && options.header !== false && (
            <Button w="fit-content" onClick={() => change({ header: false })}>
              The first row holds values: read it without a header
            </Button>
          )}
        </>
      )}
      {inspection !== undefined && (
        <div className={styles.settings} inert={job !== null}>
          <DialectFields inspection={inspection} options={options} onChange={change} />
          {inspect.error === null && inspection.findings.length > 0 && (
            <div className={styles.findings}>
              {inspection.inspectedRows !== null && (
                <p className="faint small">
                  Told from the first {formatCount(inspection.inspectedRows)} rows; the import looks at all of them.
                </p>
              )}
              <Findings findings={inspection.findings} onRemedy={null} />
            </div>
          )}
          {inspect.error === null && (
            <>
              <p className="faint small">
                The first {inspection.rows.length} rows of {formatBytes(inspection.sizeBytes)}. Kinds can be changed
                here or later.
              </p>
              <PreviewTable
                inspection={inspection}
                kinds={kinds}
                onKind={(column, kind) => setKinds((previous) => ({ ...previous, [column]: kind }))}
              />
            </>
          )}
        </div>
      )}
      {failure !== null && <FailureNote error={failure} />}
      {job !== null ? (
        <ImportProgress job={job} onCancel={() => cancel.mutate({ job })} cancelling={cancel.isPending} />
      ) : (
        <div className={styles.actions}>
          <TextInput
            label="Name of the table"
            disabled={inspection === undefined}
            value={name}
            maxLength={200}
            onChange={(event) => setName(event.currentTarget.value)}
            className={styles.name}
          />
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="filled"
            data-autofocus
            disabled={inspection === undefined || inspect.error !== null}
            loading={inspect.isFetching}
            onClick={() => void start()}
          >
            Import
          </Button>
        </div>
      )}
    </Modal>
  )
}
