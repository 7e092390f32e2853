import type { ReactNode } from 'react'
import type { Task } from '../../../shared/recipes.ts'
import { recordedOfLoss, watchedOfLoss, type RunConfig, type TrainingSettings } from '../../../shared/training.ts'
import { AdvancedGroup } from './form/AdvancedGroup.tsx'
import { LossGroup } from './form/LossGroup.tsx'
import { MonitoringGroup } from './form/MonitoringGroup.tsx'
import { OptimizerGroup } from './form/OptimizerGroup.tsx'
import { RegularizationGroup } from './form/RegularizationGroup.tsx'
import { ScheduleGroup } from './form/ScheduleGroup.tsx'
import { StoppingGroup } from './form/StoppingGroup.tsx'
import { NetworkCard, type NetworkEnds } from './network/NetworkCard.tsx'
import styles from './train.module.css'

/**
 * Every setting of a run: what most people change stands open, the rest opens on demand. Values are checked as they are
 * typed; only valid ones reach `onChange`.
 */
export function ConfigForm(props: {
  config: RunConfig
  /** What is learned; null until it is known. */
  target: { task: Task; classes: readonly string[] } | null
  /** What the data make of the network, training rows and steps; null until they are known. */
  ends: NetworkEnds | null
  trainingRows: number | null
  stepsPerEpoch: number | null
  /** The test of learning rates, below the learning rate. */
  rangeTest: ReactNode
  onChange: (config: RunConfig) => void
}) {
  const { config, target, ends, onChange } = props
  const { training, network } = config
  const set = (change: Partial<TrainingSettings>) => onChange({ ...config, training: { ...training, ...change } })
  return (
    <>
      {ends !== null && (
        <NetworkCard network={network} ends={ends} onChange={(next) => onChange({ ...config, network: next })} />
      )}
      <div className={styles.form}>
        <div className={styles.column}>
          <OptimizerGroup training={training} set={set} trainingRows={props.trainingRows} rangeTest={props.rangeTest} />
          {target !== null && (
            <LossGroup
              loss={network.loss}
              task={target.task}
              classes={target.classes}
              onChange={(loss) => onChange({ ...config, network: { ...network, loss } })}
            />
          )}
          <RegularizationGroup training={training} set={set} />
        </div>
        <div className={styles.column}>
          <ScheduleGroup training={training} set={set} stepsPerEpoch={props.stepsPerEpoch} />
          <StoppingGroup
            training={training}
            set={set}
            metrics={target === null ? [] : watchedOfLoss(target.task, network.loss)}
          />
          {target !== null && (
            <MonitoringGroup training={training} set={set} offered={recordedOfLoss(target.task, network.loss)} />
          )}
          <AdvancedGroup training={training} set={set} />
        </div>
      </div>
    </>
  )
}
