import { Button, Popover } from '@mantine/core'
import { IconClock } from '@tabler/icons-react'
import { useState } from 'react'
import { notifications } from '@mantine/notifications'
import type { CallInput } from '../../../shared/contract.ts'
import type { Run } from '../../../shared/runs.ts'
import { useCommand } from '../../app/data.tsx'
import { FailureNote } from '../../components/FailureNote.tsx'
import { formatMoment } from '../../../core/words/format.ts'
import { TimeField } from './TimeField.tsx'
import { tonight } from './times.ts'
import styles from './queue.module.css'

/** What is to be put into the queue: a run with new weights, or a branch. */
export type LaterRun =
  { kind: 'start'; input: CallInput<'runs.start'> } | { kind: 'branch'; input: CallInput<'runs.branch'> }

/** Puts a run into the queue that does not begin before a time, such as tonight. */
export function LaterButton({ run, disabled }: { run: LaterRun | null; disabled: boolean }) {
  const [open, setOpen] = useState(false)
  const [time, setTime] = useState<string | null>(null)
  const start = useCommand('runs.start')
  const branch = useCommand('runs.branch')
  const error = start.error ?? branch.error
  const toggle = () => {
    if (!open) setTime(tonight(new Date()).toISOString())
    setOpen(!open)
  }
  const add = () => {
    if (run === null || time === null) return
    const onSuccess = ({ name }: Run) => {
      setOpen(false)
      notifications.show({ message: `${name} waits until ${formatMoment(time)}. The bottom bar shows the queue.` })
    }
    if (run.kind === 'start') start.mutate({ ...run.input, notBefore: time }, { onSuccess })
    else branch.mutate({ ...run.input, notBefore: time }, { onSuccess })
  }
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={340} trapFocus withArrow shadow="md">
      <Popover.Target>
        <Button
          leftSection={<IconClock size={16} aria-hidden />}
          title="Puts the run into the queue: it begins tonight, or whenever you say"
          disabled={disabled || run === null}
          onClick={toggle}
        >
          Start later…
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <p className={styles.help}>The run waits in the queue and begins at this time at the earliest.</p>
        <TimeField label="Not before" value={time} onChange={setTime} />
        {error !== null && <FailureNote error={error} />}
        <Button
          mt={10}
          variant="filled"
          size="compact-sm"
          loading={start.isPending || branch.isPending}
          disabled={time === null}
          onClick={add}
        >
          Put into the queue
        </Button>
      </Popover.Dropdown>
    </Popover>
  )
}
