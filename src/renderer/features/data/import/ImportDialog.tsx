import { Button, Modal, TextInput } from '@mantine/core'
import { getHotkeyHandler } from '@mantine/hooks'
import { type KeyboardEvent, useState } from 'react'
import { type DescentError, fromFailure, toFailure } from '../../../../shared/errors.ts'
import { useCommand, useHost } from '../../../app/data.tsx'
import { useProject } from '../../../app/project.ts'
import { newJobId } from '../../../app/jobs.ts'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { formatBytes, formatCount, plural } from '../../../../core/words/format.ts'
import { Loading } from '../../../components/Loading.tsx'
import { formatNames, readingText } from '../readingWords.ts'
import { ImportAside } from './ImportAside.tsx'
import styles from './ImportDialog.module.css'
import { ImportProgress } from './ImportProgress.tsx'
import { tableName } from './names.ts'
import type { PastedTable } from './pasted.ts'
import { type PreviewColumn, PreviewGrid } from './PreviewGrid.tsx'
import { RefusedFile } from './RefusedFile.tsx'
import { runImport } from './runImport.ts'
import { SourceChoice } from './SourceChoice.tsx'
import { type ImportState, useImportDraft } from './useImportDraft.ts'

function previewColumns({ inspection, draft }: ImportState): PreviewColumn[] {
  return (inspection?.columns ?? []).map(({ name, kind, reading }) => {
    const settings = draft.columns[name]
    const now = settings?.kind ?? kind
    return { name, kind: now, note: readingText(now, reading), chosen: settings !== undefined }
  })
}

/** What of the file is in sight, in a line. */
function summaryText({ inspection }: ImportState): string {
  if (inspection === undefined) return ''
  const { rows, columns, inspectedRows, format, sizeBytes } = inspection
  const shown =
    inspectedRows === null && rows.length < 1000
      ? `all ${plural(rows.length, 'row')}`
      : `the first ${plural(rows.length, 'row')}`
  return `${formatNames[format]}, ${formatBytes(sizeBytes)}. You see ${shown} of ${plural(columns.length, 'column')}.`
}

/** Shows what Descent would do with a file, lets a person change it, and imports. */
export function ImportDialog({
  fileName,
  file,
  pasted,
  project,
  onClose,
  onAnother,
}: {
  fileName: string
  /** Null while pasted text is on its way. */
  file: string | null
  pasted: PastedTable | null
  project: string | null
  onClose: () => void
  onAnother: () => void
}) {
  const host = useHost()
  const cancel = useCommand('jobs.cancel')
  const state = useImportDraft(file)
  const { inspection, error, draft } = state
  const [column, setColumn] = useState<string | null>(null)
  const others = useProject(project).data?.datasets ?? []
  const sheet = inspection !== undefined && inspection.sheets.length > 1 ? inspection.sheet : null
  const usualName = tableName(
    fileName,
    sheet,
    others.map((dataset) => dataset.name),
  )
  const [written, setWritten] = useState<string | null>(null)
  const name = written ?? usualName
  const [job, setJob] = useState<string | null>(null)
  const [failure, setFailure] = useState<DescentError | null>(null)
  const columns = previewColumns(state)
  const shownColumn = columns.some((known) => known.name === column) ? column : null

  const start = async () => {
    if (file === null) return
    const id = newJobId()
    setJob(id)
    setFailure(null)
    try {
      const options = state.options
      await runImport(host, { file, name: name.trim() || usualName, project, job: id, options })
      onClose()
    } catch (thrown) {
      const described = toFailure(thrown)
      if (described.kind !== 'cancelled') setFailure(fromFailure(described))
      setJob(null)
    }
  }
  const onKey = (event: KeyboardEvent<HTMLDivElement>) => {
    // Changes of the project behind the dialog are not taken back from here.
    event.stopPropagation()
    if (event.key === 'Escape') setColumn(null)
    if (event.target instanceof HTMLInputElement && event.target.type === 'text') return
    getHotkeyHandler([['mod+Z', () => job === null && state.undo?.()]])(event)
  }

  const title = pasted === null ? `Import ${fileName}` : 'Import a pasted table'
  if (inspection === undefined && error !== null)
    return (
      <RefusedFile
        title={title}
        error={error}
        onAnother={onAnother}
        onClose={onClose}
        onWithoutNames={
          error.where?.row === 1 && draft.options.headerRows !== 0
            ? () => state.change({ headerRows: 0, header: false })
            : null
        }
      />
    )
  return (
    <Modal
      opened
      onClose={job === null ? onClose : () => undefined}
      onKeyDown={onKey}
      closeOnClickOutside={false}
      // From a column's settings, Escape leads back to the file's.
      closeOnEscape={shownColumn === null}
      size="min(1480px, 96vw)"
      title={title}
      closeButtonProps={{ 'aria-label': 'Close' }}
      classNames={{
        content: styles.content ?? '',
        header: styles.header ?? '',
        body: styles.body ?? '',
        title: styles.title ?? '',
      }}
    >
      <div className={styles.columns} inert={job !== null}>
        <ImportAside
          state={state}
          file={file}
          pasted={pasted !== null}
          project={project}
          column={shownColumn}
          onColumn={setColumn}
          onChanged={() => setFailure(null)}
        />
        <div className={styles.main}>
          {inspection !== undefined && (
            <SourceChoice inspection={inspection} options={draft.options} onChange={state.change} />
          )}
          {error !== null && <FailureNote error={error} onRetry={onAnother} retryLabel="Choose another file…" />}
          {inspection === undefined && pasted === null && (
            <div className={styles.waiting}>
              <Loading label="Looking at the file…" />
            </div>
          )}
          {inspection === undefined && pasted !== null && (
            <PreviewGrid
              columns={pasted.names.map((label) => ({ name: label, kind: null, note: null, chosen: false }))}
              rows={pasted.rows}
              lines={[]}
              lineWord="row"
              pending={false}
              selected={null}
              onSelect={null}
              onKind={() => undefined}
            />
          )}
          {inspection !== undefined && error === null && (
            <PreviewGrid
              columns={columns}
              rows={inspection.rows}
              lines={inspection.lines}
              lineWord={inspection.format === 'delimited' && inspection.lines.length > 0 ? 'line' : 'row'}
              pending={state.pending}
              selected={shownColumn}
              onSelect={setColumn}
              onKind={(of, kind) => {
                state.setColumn(of, { kind })
                setColumn(of)
              }}
            />
          )}
          <p className={styles.summary}>
            {error === null && summaryText(state)}
            {inspection?.inspectedRows != null &&
              ` Kinds are told from the first ${formatCount(inspection.inspectedRows)}; the import looks at all.`}
          </p>
        </div>
      </div>
      {failure !== null && <FailureNote error={failure} />}
      {job !== null ? (
        <ImportProgress
          job={job}
          label="Importing"
          onCancel={() => cancel.mutate({ job })}
          cancelling={cancel.isPending}
        />
      ) : (
        <div className={styles.actions}>
          <TextInput
            label="Name of the table"
            disabled={inspection === undefined && pasted === null}
            value={name}
            maxLength={200}
            onChange={(event) => setWritten(event.currentTarget.value)}
            className={styles.name}
          />
          {state.undo !== null && <Button onClick={state.undo}>Undo</Button>}
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="filled"
            data-autofocus
            disabled={inspection === undefined || error !== null}
            loading={state.pending && error === null && inspection !== undefined}
            onClick={() => void start()}
          >
            Import
          </Button>
        </div>
      )}
    </Modal>
  )
}
