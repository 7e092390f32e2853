import { Tooltip } from '@mantine/core'
import { IconGitBranch } from '@tabler/icons-react'
import type { Run } from '../../../../shared/runs.ts'
import { formatCount, plural } from '../../../../core/words/format.ts'
import type { RunFamily } from './family.ts'
import styles from './table.module.css'

/** Beside a run's name: from which run it branched, as a link, and how many branched from it. */
export function BranchMark({ family, onOpen }: { family: RunFamily; onOpen: (run: Run) => void }) {
  const { parent, children } = family
  const from = parent?.run ?? null
  return (
    <>
      {parent !== null && from !== null && (
        <Tooltip label={`Branch of ${from.name}, from its epoch ${formatCount(parent.epoch)}`}>
          <button
            type="button"
            className={styles.branch}
            aria-label={`Branch of ${from.name}: open it in Train`}
            onClick={() => onOpen(from)}
          >
            <IconGitBranch size={13} aria-hidden /> {from.name}
          </button>
        </Tooltip>
      )}
      {parent !== null && from === null && (
        <span className={styles.branch} title="Branch of a run that was removed">
          <IconGitBranch size={13} aria-hidden /> removed run
        </span>
      )}
      {children.length > 0 && (
        <span className={styles.branches} title={`Branches: ${children.map(({ name }) => name).join(', ')}`}>
          {plural(children.length, 'branch', 'branches')}
        </span>
      )}
    </>
  )
}
