import { Button } from '@mantine/core'
import { IconArrowBackUp, IconPlayerPlay } from '@tabler/icons-react'
import type { Run } from '../../../../shared/runs.ts'
import { useCommand } from '../../../app/data.tsx'
import { navigate } from '../../../app/route.ts'
import { undo } from '../../../app/useUndo.tsx'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { plural } from '../../../../core/words/format.ts'
import type { Exclusion } from './useExclusion.ts'
import styles from './rows.module.css'

/** Says that the run shown does not know of the rows left out yet, and offers to train without them. */
export function TrainAgain({ project, run, exclusion }: { project: string; run: Run; exclusion: Exclusion }) {
  const start = useCommand('runs.start')
  const { recipe, excluded, differs, otherChanges } = exclusion
  if (recipe === undefined || !differs) return null
  const { changes: _, ...training } = run.config.training
  const train = () =>
    start.mutate(
      { project, dataset: run.dataset, recipe, config: { ...run.config, training } },
      { onSuccess: (begun) => navigate({ step: 'train', run: begun.id }) },
    )
  return (
    <div className={styles.again} role="status">
      <span>
        {excluded.length === 0 ? 'No row is left out now' : `${plural(excluded.length, 'row')} left out by number`}, and
        “{run.name}” was trained otherwise: train again to see what it does.
        {otherChanges && ' The recipe has changed in other things since, too.'}
      </span>
      <span className={styles.againButtons}>
        <Button size="compact-sm" leftSection={<IconArrowBackUp size={14} aria-hidden />} onClick={undo}>
          Undo
        </Button>
        <Button
          size="compact-sm"
          variant="filled"
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          loading={start.isPending}
          onClick={train}
        >
          Train again
        </Button>
      </span>
      {start.error !== null && <FailureNote error={start.error} />}
    </div>
  )
}
