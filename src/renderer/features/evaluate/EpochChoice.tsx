import { Select } from '@mantine/core'
import type { Run } from '../../../shared/runs.ts'
import { useCall } from '../../app/data.tsx'

const best = 'best'

/** Which of a run's kept epochs is looked at; the best unless another is chosen. Nothing where no other was kept. */
export function EpochChoice(props: {
  project: string
  run: Run
  epoch: number | undefined
  onChange: (epoch: number | undefined) => void
}) {
  const { project, run, epoch, onChange } = props
  const { data: kept } = useCall('runs.kept', { project, run: run.id })
  const others = (kept ?? []).filter((one) => one.hasWeights && one.epoch !== run.bestEpoch)
  if (others.length === 0) return null
  return (
    <Select
      aria-label="Epoch to judge"
      w={170}
      allowDeselect={false}
      value={epoch === undefined ? best : String(epoch)}
      onChange={(value) => onChange(value === null || value === best ? undefined : Number(value))}
      data={[
        { value: best, label: run.bestEpoch === null ? 'Best epoch' : `Best: epoch ${run.bestEpoch}` },
        ...others.map((one) => ({ value: String(one.epoch), label: `Epoch ${one.epoch}` })),
      ]}
    />
  )
}
