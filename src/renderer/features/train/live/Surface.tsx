import { Select } from '@mantine/core'
import { useState } from 'react'
import type { Run } from '../../../../shared/runs.ts'
import { useCall } from '../../../app/data.tsx'
import { SurfaceChart } from '../../../charts/SurfaceChart.tsx'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { Card } from '../../../components/Page.tsx'
import { pictureEvery } from './every.ts'
import styles from './live.module.css'

/** What the network predicts over two numeric columns; nothing where the model has not got two. */
export function Surface(props: {
  project: string
  run: Run
  live: boolean
  /** null: the weights of now, or the best of a run that has ended. */
  epoch: number | null
  /** "after epoch 12" */
  moment: string
}) {
  const { run, epoch } = props
  const of = { project: props.project, run: run.id, ...(epoch === null ? {} : { epoch }) }
  const [chosen, setChosen] = useState<{ x: string | null; y: string | null }>({ x: null, y: null })
  const { data: surface, error } = useCall(
    'monitoring.surface',
    { ...of, ...chosen },
    { keepPrevious: true, every: props.live && epoch === null ? pictureEvery : undefined },
  )
  if (surface === undefined || surface === null) return error === null ? null : <FailureNote error={error} />
  const { columns, x, y, held } = surface
  const heldText = held.map(({ name, value }) => `${name} = ${value === '' ? 'missing' : value}`).join(', ')
  const choose = (label: string, value: string, other: string, take: (name: string) => void) => (
    <Select
      aria-label={label}
      size="xs"
      w={150}
      allowDeselect={false}
      value={value}
      data={columns.map((name) => ({ value: name, label: name, disabled: name === other }))}
      onChange={(name) => name !== null && take(name)}
    />
  )
  return (
    <Card className={styles.chart ?? ''} label="Decision surface">
      <SurfaceChart
        title={`Prediction over ${x.name} and ${y.name}`}
        heading={
          <span className={styles.pair}>
            Prediction over
            {choose('To the right', x.name, y.name, (name) => setChosen({ x: name, y: y.name }))}
            and
            {choose('Upwards', y.name, x.name, (name) => setChosen({ x: x.name, y: name }))}
          </span>
        }
        summary={`What the network predicts ${props.moment} for ${run.target} over ${x.name} and ${y.name}.`}
        fileName={`${run.name} surface`}
        surface={surface}
      />
      {held.length > 0 && (
        // Scrolled with the keys, too, where there are more of them than lines.
        <p className={styles.held} tabIndex={0} aria-label="Columns that are held">
          Held: {heldText}
        </p>
      )}
    </Card>
  )
}
