import { Button } from '@mantine/core'
import { useState } from 'react'
import { temperatureInForce } from '../../../core/calibration/inForce.ts'
import type { FittedTemperature } from '../../../shared/calibration.ts'
import { toFailure } from '../../../shared/errors.ts'
import type { Run } from '../../../shared/runs.ts'
import { useCommand } from '../../app/data.tsx'
import { recordChange } from '../../app/history.ts'
import { newJobId } from '../../app/jobs.ts'
import { formatValue } from '../../../core/words/values.ts'
import { FailureNote } from '../../components/FailureNote.tsx'
import { Card } from '../../components/Page.tsx'
import styles from './calibration.module.css'

/** Probabilities corrected by one number, the temperature, with the way back. */
export function TemperatureCard({ project, run }: { project: string; run: Run }) {
  const fit = useCommand('calibration.fitTemperature')
  const clear = useCommand('calibration.clearTemperature')
  const [error, setError] = useState<unknown>(null)
  const busy = fit.isPending || clear.isPending
  const temperature = temperatureInForce(run) === null ? undefined : run.temperature
  const asked = () => ({ project, run: run.id, job: newJobId() })
  const act = async (label: string, redo: () => Promise<unknown>, undo: () => Promise<unknown>) => {
    setError(null)
    try {
      await redo()
      recordChange({ label, project, undo, redo })
    } catch (failure) {
      if (toFailure(failure).kind !== 'cancelled') setError(failure)
    }
  }
  const fitted = () => fit.mutateAsync(asked())
  const cleared = () => clear.mutateAsync(asked())
  return (
    <Card
      title="Probabilities that mean what they say"
      aside={
        temperature === undefined ? (
          <Button
            variant="filled"
            loading={busy}
            disabled={run.state !== 'finished'}
            onClick={() => void act(`Calibrate ${run.name}`, fitted, cleared)}
          >
            Calibrate on the validation rows
          </Button>
        ) : (
          <Button loading={busy} onClick={() => void act(`Take the calibration of ${run.name} back`, cleared, fitted)}>
            Take the calibration back
          </Button>
        )
      }
    >
      <div className={styles.lines} aria-live="polite">
        {temperature === undefined ? (
          <p>
            Networks are often too sure of themselves. Temperature scaling divides what the last layer says by one
            number, chosen so that the log loss on the validation rows is least. The order of the classes of a row stays
            as it is; predictions, what-if, explanations and exported files all use the corrected probabilities.
          </p>
        ) : (
          <>
            <p className={styles.rule}>{meaningOf(temperature.value)}</p>
            <LossTable temperature={temperature} />
          </>
        )}
        {error !== null && <FailureNote error={error} />}
      </div>
    </Card>
  )
}

function meaningOf(temperature: number): string {
  const value = formatValue(temperature, 4)
  if (Math.abs(Math.log(temperature)) < 0.02) return `Temperature ${value}: the probabilities were right as they were.`
  return temperature > 1
    ? `Temperature ${value}: the network was too sure, and its probabilities are drawn towards each other.`
    : `Temperature ${value}: the network was too unsure, and its probabilities are drawn apart.`
}

function LossTable({ temperature }: { temperature: FittedTemperature }) {
  const { logLoss, calibrationError, rows } = temperature
  const lines = [
    { name: 'Log loss, validation rows', change: logLoss.validation },
    { name: 'Log loss, test rows', change: logLoss.test },
    { name: 'Calibration error, validation rows', change: calibrationError.validation },
    { name: 'Calibration error, test rows', change: calibrationError.test },
  ]
  return (
    <>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Score</th>
            <th scope="col">Before</th>
            <th scope="col">Now</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ name, change }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{change === null ? '–' : formatValue(change.before, 4)}</td>
              <td>{change === null ? '–' : formatValue(change.after, 4)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="soft small">
        Fitted on {rows.toLocaleString()} validation rows. Lower is better; the test rows, which had no part in it, show
        whether it helps.
      </p>
    </>
  )
}
