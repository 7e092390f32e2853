import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { assertNever } from '../../../../shared/assertNever.ts'
import type { Run } from '../../../../shared/runs.ts'
import type { WarningRemedy } from '../../../../shared/warnings.ts'
import { useCall, useCommand } from '../../../app/data.tsx'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { openBranch, openForm } from '../draft.ts'
import { warningsEvery } from './every.ts'
import styles from './live.module.css'

/** What goes wrong in a run under way, each with what can be done about it at once. */
export function Warnings(props: {
  project: string
  /** The dataset that a new run would learn from. */
  dataset: string
  run: Run
  readOnly: boolean
}) {
  const { project, dataset, run, readOnly } = props
  const of = { project, run: run.id }
  const { data: warnings = [] } = useCall('monitoring.warnings', of, {
    keepPrevious: true,
    every: run.state === 'running' ? warningsEvery : undefined,
  })
  const change = useCommand('runs.change')
  const stop = useCommand('runs.stop')
  const busy = readOnly || change.isPending || stop.isPending
  const act = ({ action }: WarningRemedy) => {
    switch (action.kind) {
      case 'change':
        return change.mutate({ ...of, change: action.change })
      case 'stop':
        return stop.mutate(of)
      case 'newRun':
        return openForm(dataset, action.config)
      case 'goBack':
        // The warnings are gone when the run has stopped: what follows must not be left to them.
        return void stop.mutateAsync(of).then(
          () => openBranch(dataset, { ...run, config: action.config }, action.epoch),
          () => undefined,
        )
      default:
        return assertNever(action)
    }
  }
  const error = change.error ?? stop.error
  return (
    <div className={styles.warnings} role="status" aria-label="Warnings">
      {warnings.map((warning) => (
        <div key={warning.kind} className={styles.warning}>
          <IconAlertTriangle size={18} aria-hidden />
          <p>{warning.message}</p>
          <span className={styles.remedies}>
            {warning.remedies.map((remedy) => (
              <Button key={remedy.label} size="compact-sm" disabled={busy} onClick={() => act(remedy)}>
                {remedy.label}
              </Button>
            ))}
          </span>
        </div>
      ))}
      {error !== null && <FailureNote error={error} />}
    </div>
  )
}
