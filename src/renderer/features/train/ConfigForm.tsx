import { useMemo, type ReactNode } from 'react'
import type { Task } from '../../../shared/recipes.ts'
import { recordedOfLoss, watchedOfLoss, type RunConfig, type TrainingSettings } from '../../../shared/training.ts'
import { AdvancedGroup } from './form/AdvancedGroup.tsx'
import { FormContext, type FormActions } from './form/context.ts'
import { LossGroup } from './form/LossGroup.tsx'
import { MonitoringGroup } from './form/MonitoringGroup.tsx'
import { NetworkGroup } from './form/NetworkGroup.tsx'
import { OptimizerGroup } from './form/OptimizerGroup.tsx'
import { RegularizationGroup } from './form/RegularizationGroup.tsx'
import { ScheduleGroup } from './form/ScheduleGroup.tsx'
import { StoppingGroup } from './form/StoppingGroup.tsx'
import styles from './train.module.css'

/**
 * Every setting of a run: what most people change stands open, the rest opens on demand. Values are checked as they are
 * typed; only valid ones reach `onChange`.
 */
export function ConfigForm(props: {
  config: RunConfig
  /** What is learned; null until it is known. */
  target: { task: Task; classes: readonly string[] } | null
  /** Numbers that come into the first layer, and training rows; null until they are known. */
  inputs: number | null
  trainingRows: number | null
  /** The test of learning rates, below the learning rate. */
  rangeTest: ReactNode
  onChange: (config: RunConfig) => void
  onDone: FormActions['onDone']
  onValidity: FormActions['onValidity']
}) {
  const { config, target, onChange, onDone, onValidity } = props
  const { training, network } = config
  const set = (change: Partial<TrainingSettings>) => onChange({ ...config, training: { ...training, ...change } })
  const actions = useMemo(() => ({ onDone, onValidity }), [onDone, onValidity])
  return (
    <FormContext value={actions}>
      <div className={styles.form}>
        <div className={styles.column}>
          <NetworkGroup
            network={network}
            inputs={props.inputs ?? 1}
            onChange={(next) => onChange({ ...config, network: next })}
          />
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
          <OptimizerGroup training={training} set={set} trainingRows={props.trainingRows} rangeTest={props.rangeTest} />
          <ScheduleGroup training={training} set={set} />
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
    </FormContext>
  )
}
