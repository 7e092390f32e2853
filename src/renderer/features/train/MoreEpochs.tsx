import { Button } from '@mantine/core'
import { useState } from 'react'
import { plannedEpochs } from '../../../core/training/plannedEpochs.ts'
import type { Run } from '../../../shared/runs.ts'
import { trainingSettingsSchema } from '../../../shared/training.ts'
import type { useCommand } from '../../app/data.tsx'
import { NumberField } from './NumberField.tsx'
import styles from './train.module.css'

/** Lets a run go on for more epochs, as `extend` is told by the caller, who shows its error. */
export function MoreEpochs(props: {
  project: string
  run: Run
  help: string
  readOnly: boolean
  extend: ReturnType<typeof useCommand<'runs.extend'>>
}) {
  const { project, run, extend } = props
  const [more, setMore] = useState(Math.max(10, Math.round(plannedEpochs(run.config.training) / 2)))
  const [valid, setValid] = useState(true)
  return (
    <div className={styles.extend}>
      <NumberField
        label="More epochs"
        help={props.help}
        value={more}
        accepts={(value) => trainingSettingsSchema.shape.epochs.safeParse(value).success}
        range="a whole number from 1 on"
        onChange={(value) => value !== null && setMore(value)}
        onDone={() => undefined}
        onValidity={setValid}
      />
      <Button
        disabled={!valid || props.readOnly}
        loading={extend.isPending}
        onClick={() => extend.mutate({ project, run: run.id, epochs: more })}
      >
        Extend
      </Button>
    </div>
  )
}
