import { ConformalCard } from '../../calibration/ConformalCard.tsx'
import { TemperatureCard } from '../../calibration/TemperatureCard.tsx'
import type { EvaluateViewProps } from '../viewProps.ts'
import styles from '../evaluate.module.css'

/** How far a model's own sureness can be trusted; always of the best weights, by validation and test rows. */
export function CalibrationView({ project, run, epoch }: EvaluateViewProps) {
  return (
    <>
      {epoch !== undefined && epoch !== run.bestEpoch && (
        <p className={styles.note} role="note">
          This is about the best weights, not those of the epoch that is chosen.
        </p>
      )}
      {run.task === 'classification' && run.config.network.loss?.kind !== 'hinge' && (
        <TemperatureCard project={project.id} run={run} />
      )}
      <ConformalCard project={project.id} run={run} />
    </>
  )
}
