import { ActionIcon, Button, Popover, Tooltip } from '@mantine/core'
import { IconGripVertical, IconPlayerPlay, IconX } from '@tabler/icons-react'
import { useState, type KeyboardEvent } from 'react'
import { useCall } from '../../app/data.tsx'
import { useProject } from '../../app/project.ts'
import { navigate } from '../../app/route.ts'
import { formatCount } from '../../../core/words/format.ts'
import { useRowDrag } from '../prepare/useRowDrag.ts'
import { useRunActions } from '../runs/useRunActions.ts'
import { TimeField } from './TimeField.tsx'
import { useQueueActions } from './useQueueActions.ts'
import { waitingText } from './waiting.ts'
import styles from './queue.module.css'

/** In the bottom bar: how many runs wait, and what can be done with them. */
export function QueueButton({ project }: { project: string }) {
  const [open, setOpen] = useState(false)
  const queue = useCall('runs.queue', { project }).data ?? []
  if (queue.length === 0) return null
  return (
    <Popover opened={open} onChange={setOpen} position="top-end" width={620} trapFocus withArrow shadow="md">
      <Popover.Target>
        <Button size="compact-xs" variant="subtle" aria-expanded={open} onClick={() => setOpen(!open)}>
          {formatCount(queue.length)} waiting
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <QueueList project={project} queue={queue} />
      </Popover.Dropdown>
    </Popover>
  )
}

function QueueList({ project, queue }: { project: string; queue: readonly string[] }) {
  const runs = useProject(project).data?.runs ?? []
  const actions = useQueueActions(project)
  const runActions = useRunActions(project)
  const nameOf = (index: number) => runs.find(({ id }) => id === queue[index])?.name ?? 'a run'
  const move = (from: number, to: number) => void actions.move(queue, nameOf(from), from, to)
  const drag = useRowDrag(move)
  return (
    <>
      <p className={styles.help}>
        Runs begin in this order as soon as cores are free. Drag them, or use Alt with ↑ and ↓.
      </p>
      <ol className={styles.queue} aria-label="Runs that wait">
        {queue.map((id, index) => {
          const run = runs.find((one) => one.id === id)
          if (run === undefined) return null
          const shift = drag.shiftOf(index)
          return (
            <li
              key={id}
              data-dragged={drag.dragged === index}
              style={shift === 0 ? undefined : { transform: `translateY(${shift}px)` }}
              onKeyDown={(event) => onKey(event, index, move)}
            >
              <button
                type="button"
                className={styles.handle}
                aria-label={`Move ${run.name}: drag it, or Alt with the arrow keys`}
                onPointerDown={(event) => drag.start(event, index)}
              >
                <IconGripVertical size={15} aria-hidden />
              </button>
              <button
                type="button"
                className={styles.name}
                onClick={() => navigate({ step: 'train', run: run.id, dataset: run.dataset })}
              >
                {run.name}
                <span className={styles.why}>{waitingText(run, runs)}</span>
              </button>
              <TimeField
                label={`${run.name}: not before`}
                value={run.notBefore ?? null}
                onChange={(notBefore) => void actions.schedule(run, notBefore)}
              />
              <Tooltip label="Start it first, as soon as there is room">
                <ActionIcon
                  size={26}
                  aria-label={`Start ${run.name} first`}
                  onClick={() => void actions.startFirst(queue, run)}
                >
                  <IconPlayerPlay size={15} aria-hidden />
                </ActionIcon>
              </Tooltip>
              <Tooltip label="Remove it from the queue and the runs; Ctrl+Z takes it back">
                <ActionIcon
                  size={26}
                  aria-label={`Remove ${run.name}`}
                  onClick={() => void runActions.remove({ runs: [run], studies: [] })}
                >
                  <IconX size={15} aria-hidden />
                </ActionIcon>
              </Tooltip>
            </li>
          )
        })}
      </ol>
    </>
  )
}

function onKey(event: KeyboardEvent, index: number, move: (from: number, to: number) => void): void {
  if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
  event.preventDefault()
  move(index, index + (event.key === 'ArrowUp' ? -1 : 1))
}
