import { Button } from '@mantine/core'
import { formatCount } from '../../../../core/words/format.ts'
import type { Draft } from '../draft.ts'
import styles from '../train.module.css'

export const beginAnewWords = 'Train from new weights instead'

/** What the new run begins with, and the way to begin without it. */
export function BranchLine(props: {
  beginning: NonNullable<Draft['branch']>
  /** The run that it begins from was removed. */
  isOrphaned: boolean
  onBeginAnew: () => void
}) {
  const { name, epoch } = props.beginning
  return (
    <p role="status" className={props.isOrphaned ? styles.warnLine : styles.branchLine}>
      {props.isOrphaned
        ? `“${name}” was removed, and its weights with it: take that back with Undo, or go on without them.`
        : `Begins with the weights of “${name}” after epoch ${formatCount(epoch)}: the network and the preparation stay as they were there, all other settings can be changed.`}
      <Button size="compact-xs" onClick={props.onBeginAnew}>
        {beginAnewWords}
      </Button>
    </p>
  )
}
