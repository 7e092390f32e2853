import { Button } from '@mantine/core'
import { IconRepeat } from '@tabler/icons-react'
import { useState } from 'react'
import type { Recipe, Task } from '../../../../shared/recipes.ts'
import type { RunEstimate } from '../../../../shared/runs.ts'
import type { RunConfig } from '../../../../shared/training.ts'
import { useCommands } from '../../../app/commands.ts'
import { PlanDialog } from './PlanDialog.tsx'

/** Beside "Start training": the same settings more than once, or others around them. */
export function PlanButton(props: {
  project: string
  dataset: string
  recipe: Recipe
  /** null while nothing can be started. */
  config: RunConfig | null
  task: Task | null
  estimate: RunEstimate | undefined
}) {
  const { config, task } = props
  const [open, setOpen] = useState(false)
  const ready = config !== null && task !== null
  useCommands(
    'Studies',
    ready ? [{ id: 'repeat-or-search', label: 'Repeat or search…', run: () => setOpen(true) }] : [],
  )
  return (
    <>
      <Button leftSection={<IconRepeat size={16} aria-hidden />} disabled={!ready} onClick={() => setOpen(true)}>
        Repeat or search…
      </Button>
      {open && ready && <PlanDialog {...props} config={config} task={task} onClose={() => setOpen(false)} />}
    </>
  )
}
