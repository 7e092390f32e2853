import { Button, Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useEffect, useState } from 'react'
import type { Dataset, DatasetBrief, Differences, Renamed } from '../../../../shared/datasets.ts'
import { type DescentError, fromFailure, toFailure } from '../../../../shared/errors.ts'
import { callHost, useCommand, useHost } from '../../../app/data.tsx'
import { recordChange } from '../../../app/history.ts'
import { newJobId } from '../../../app/jobs.ts'
import { navigate } from '../../../app/route.ts'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { ImportProgress } from '../import/ImportProgress.tsx'
import { DifferencesView } from './DifferencesView.tsx'
import styles from './refresh.module.css'
import { pickRefreshFile, type RefreshFile } from './refreshFile.ts'

type State =
  | { stage: 'comparing' | 'taking'; job: string }
  | { stage: 'compared'; differences: Differences }
  | { stage: 'failed'; error: DescentError }

/** Shows what a file holds that the table does not, and takes it as the table's next version. */
export function RefreshDialog({
  project,
  dataset,
  file,
  onFile,
  onClose,
}: {
  project: string
  dataset: DatasetBrief
  file: RefreshFile
  onFile: (file: RefreshFile) => void
  onClose: () => void
}) {
  const host = useHost()
  const cancel = useCommand('jobs.cancel')
  const [question, setQuestion] = useState(() => ({ job: newJobId(), noRename: false }))
  const [state, setState] = useState<State>({ stage: 'comparing', job: question.job })
  const [renamed, setRenamed] = useState<Renamed | null>(null)
  const of = { project, dataset: dataset.id, file: file.file, noRename: question.noRename }

  useEffect(() => {
    let ignored = false
    callHost(host, 'datasets.compare', { project, dataset: dataset.id, file: file.file, ...question }).then(
      (differences) => {
        if (ignored) return
        setState({ stage: 'compared', differences })
        if (!question.noRename) setRenamed(differences.columns.renamed)
      },
      (error: unknown) => {
        if (!ignored) setState({ stage: 'failed', error: fromFailure(toFailure(error)) })
      },
    )
    return () => {
      ignored = true
    }
  }, [host, project, dataset.id, file.file, question])

  const compareAgain = (noRename: boolean) => {
    const job = newJobId()
    setState({ stage: 'comparing', job })
    setQuestion({ job, noRename })
  }

  const take = async (differences: Differences) => {
    const id = newJobId()
    setState({ stage: 'taking', job: id })
    try {
      const fresh = await callHost(host, 'datasets.refresh', { ...of, job: id })
      remember(fresh)
      onClose()
      navigate({ dataset: fresh.id, run: null })
      notifications.show({
        message: `“${dataset.name}” is version ${fresh.version} now. Runs keep the version they were trained on; Ctrl+Z goes back.`,
      })
    } catch (error) {
      const failure = toFailure(error)
      if (failure.kind === 'cancelled') setState({ stage: 'compared', differences })
      else setState({ stage: 'failed', error: fromFailure(failure) })
    }
  }
  const remember = (fresh: Dataset) => {
    const next = { project, dataset: fresh.id }
    recordChange({
      label: `Refresh ${dataset.name} from ${file.fileName}`,
      project,
      undo: async () => {
        await callHost(host, 'datasets.remove', next)
        navigate({ dataset: dataset.id, run: null })
      },
      redo: async () => {
        await callHost(host, 'datasets.restore', next)
        navigate({ dataset: fresh.id, run: null })
      },
    })
  }
  const pickAnother = async () => {
    try {
      const picked = await pickRefreshFile(host)
      if (picked !== null) onFile(picked)
    } catch (error) {
      setState({ stage: 'failed', error: fromFailure(toFailure(error)) })
    }
  }
  const busy = state.stage === 'comparing' || state.stage === 'taking'
  const end = () => {
    if (state.stage === 'comparing') cancel.mutate({ job: state.job })
    onClose()
  }

  return (
    <Modal
      opened
      onClose={state.stage === 'taking' ? () => undefined : end}
      closeOnClickOutside={false}
      size="min(1180px, 94vw)"
      title={`Refresh ${dataset.name} from ${file.fileName}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
      classNames={{ content: styles.content ?? '', body: styles.body ?? '' }}
    >
      {state.stage === 'failed' && (
        <FailureNote error={state.error} onRetry={() => void pickAnother()} retryLabel="Choose another file…" />
      )}
      {state.stage === 'compared' && (
        <DifferencesView
          differences={state.differences}
          version={dataset.version}
          rename={{ renamed, isTaken: !question.noRename, onTake: (isTaken) => compareAgain(!isTaken) }}
        />
      )}
      {busy && (
        <ImportProgress
          job={state.job}
          label={state.stage === 'taking' ? 'Refreshing' : 'Comparing'}
          onCancel={() => (state.stage === 'comparing' ? end() : cancel.mutate({ job: state.job }))}
          cancelling={cancel.isPending}
        />
      )}
      {!busy && (
        <div className={styles.actions}>
          {state.stage === 'compared' && (
            <Button mr="auto" onClick={() => void pickAnother()}>
              Compare with another file…
            </Button>
          )}
          <Button onClick={onClose}>{state.stage === 'compared' ? 'Keep the table as it is' : 'Close'}</Button>
          {state.stage === 'compared' && !state.differences.isSame && (
            <Button variant="filled" data-autofocus onClick={() => void take(state.differences)}>
              Take it as version {dataset.version + 1}
            </Button>
          )}
        </div>
      )}
    </Modal>
  )
}
