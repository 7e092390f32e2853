import type { Run } from '../../../../shared/runs.ts'
import { navigate } from '../../../app/route.ts'
import { formatCount } from '../../../../core/words/format.ts'
import styles from './epochs.module.css'

/** Where a run branched from, and what branched from it; nothing where it stands alone. */
export function Family({
  run,
  runs,
  onOpen = ({ id }) => navigate({ run: id }),
}: {
  run: Run
  runs: readonly Run[]
  onOpen?: (run: Run) => void
}) {
  const { parent } = run
  const children = runs.filter((other) => other.parent?.run === run.id)
  if (parent === undefined && children.length === 0) return null
  const from = runs.find(({ id }) => id === parent?.run)
  return (
    <>
      <h3>Branches</h3>
      <ul className={styles.family}>
        {parent !== undefined && (
          <li>
            from{' '}
            {from === undefined ? (
              'a run that was removed'
            ) : (
              <button type="button" onClick={() => onOpen(from)}>
                {from.name}
              </button>
            )}
            , epoch {formatCount(parent.epoch)}
          </li>
        )}
        {children.map((child) => (
          <li key={child.id}>
            ↳{' '}
            <button type="button" onClick={() => onOpen(child)}>
              {child.name}
            </button>{' '}
            from epoch {formatCount(child.parent?.epoch ?? 0)}
          </li>
        ))}
      </ul>
    </>
  )
}
