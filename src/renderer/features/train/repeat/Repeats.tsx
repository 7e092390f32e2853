import { Button } from '@mantine/core'
import { IconRepeat } from '@tabler/icons-react'
import type { Run } from '../../../../shared/runs.ts'
import { useCommand } from '../../../app/data.tsx'
import { navigate } from '../../../app/route.ts'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { repeatText } from './words.ts'
import epochs from '../epochs/epochs.module.css'
import styles from '../train.module.css'

/** Training a run again from its record, and whether what came of it is the same; nothing of a run that cannot be repeated. */
export function Repeats(props: { project: string; run: Run; runs: readonly Run[]; readOnly: boolean }) {
  const { project, run, runs, readOnly } = props
  const repeat = useCommand('runs.repeat')
  const { repeats } = run
  const again = runs.filter((other) => other.repeats?.run === run.id)
  const isThere = run.state === 'finished' && run.epochs > 0
  if (!isThere && repeats === undefined && again.length === 0) return null
  const open = (id: string) => {
    const known = runs.find((other) => other.id === id)
    if (known !== undefined) navigate({ run: id, dataset: known.dataset })
  }
  return (
    <>
      <h3>Repeat</h3>
      {(repeats !== undefined || again.length > 0) && (
        <ul className={epochs.family}>
          {repeats !== undefined && (
            <li>
              repeats{' '}
              {runs.some(({ id }) => id === repeats.run) ? (
                <button type="button" onClick={() => open(repeats.run)}>
                  {repeats.name}
                </button>
              ) : (
                repeats.name
              )}
              : {repeatText(run)}
            </li>
          )}
          {again.map((other) => (
            <li key={other.id}>
              ↳{' '}
              <button type="button" onClick={() => open(other.id)}>
                {other.name}
              </button>
              : {repeatText(other)}
            </li>
          ))}
        </ul>
      )}
      {isThere && (
        <div className={styles.panelButtons}>
          <Button
            size="compact-sm"
            title="Trains again from the record: the same changes, extensions and end at the same steps"
            leftSection={<IconRepeat size={14} aria-hidden />}
            disabled={readOnly}
            loading={repeat.isPending}
            onClick={() =>
              repeat.mutate(
                { project, run: run.id },
                { onSuccess: ({ id, dataset }) => navigate({ run: id, dataset }) },
              )
            }
          >
            Repeat this run
          </Button>
        </div>
      )}
      {repeat.error !== null && <FailureNote error={repeat.error} />}
    </>
  )
}
