import { Button, Popover } from '@mantine/core'
import { IconClock } from '@tabler/icons-react'
import { useState } from 'react'
import { notifications } from '@mantine/notifications'
import type { CallInput } from '../../../shared/contract.ts'
import { useCommand } from '../../app/data.tsx'
import { FailureNote } from '../../components/FailureNote.tsx'
import { formatMoment } from '../../components/format.ts'
import { TimeField } from './TimeField.tsx'
import { tonight } from './times.ts'
import styles from './queue.module.css'

/** Puts a run into the queue that does not begin before a time, such as tonight. */
export function LaterButton({ start, disabled }: { start: CallInput<'runs.start'> | null; disabled: boolean }) {
  const [open, setOpen] = useState(false)
  const [time, setTime] = useState<string | null>(null)
  const queue = useCommand('runs.start')
  const toggle = () => {
    if (!open) setTime(tonight(new Date()).toISOString())
    setOpen(!open)
  }
  const add = () => {
    if (start === null || time === null) return
    queue.mutate(
      { ...start, notBefore: time },
      {
        onSuccess: ({ name }) => {
          setOpen(false)
          notifications.show({ message: `${name} waits until ${formatMoment(time)}. The bottom bar shows the queue.` })
        },
      },
    )
  }
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={340} trapFocus withArrow shadow="md">
      <Popover.Target>
        <Button
          px={8}
          aria-label="Start later…"
          title="Start later…"
          disabled={disabled || start === null}
          onClick={toggle}
        >
          <IconClock size={16} aria-hidden />
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <p className={styles.help}>The run waits in the queue and begins at this time at the earliest.</p>
        <TimeField label="Not before" value={time} onChange={setTime} />
        {queue.error !== null && <FailureNote error={queue.error} />}
        <Button
          mt={10}
          variant="filled"
          size="compact-sm"
          loading={queue.isPending}
          disabled={time === null}
          onClick={add}
        >
          Put into the queue
        </Button>
      </Popover.Dropdown>
    </Popover>
  )
}
