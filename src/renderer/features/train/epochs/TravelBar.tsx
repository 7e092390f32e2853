import { Button } from '@mantine/core'
import { IconGitBranch, IconWand, IconZoomScan } from '@tabler/icons-react'
import type { Evaluation } from '../../../../shared/evaluation.ts'
import type { Run } from '../../../../shared/runs.ts'
import { useRunProgress } from '../../../app/jobs.ts'
import { Card } from '../../../components/Page.tsx'
import { openBranch } from '../draft.ts'
import { isActive, liveRun } from '../runViews.ts'
import { closestEpoch } from './places.ts'
import { Scrubber } from './Scrubber.tsx'
import { epochTitle, momentSaid, unkeptText } from './words.ts'
import styles from './epochs.module.css'

/** The scrubber with what it stands at and what can be done there; drawn again with every word of the feed. */
export function TravelBar(props: {
  /** The dataset that a new run would learn from. */
  dataset: string
  run: Run
  epochs: readonly number[]
  /** null: the run as it is now. */
  epoch: number | null
  /** The kept epoch whose weights stand for what is looked at. */
  stored: number
  /** Of what is looked at, once it is known. */
  evaluation: Evaluation | undefined
  /** Whether a row is predicted below. */
  predicts: boolean
  onPredicts: (predicts: boolean) => void
  onChoose: (epoch: number | null) => void
  onStep: (epoch: number) => void
  readOnly: boolean
}) {
  const { epochs, epoch, stored, predicts } = props
  const progress = useRunProgress(props.run.id)
  const run = liveRun(props.run, progress)
  const active = isActive(run.state)
  const note = active ? null : unkeptText(run, epochs.at(-1) ?? 0)
  return (
    <Card
      className={styles.travel ?? ''}
      title={epochTitle(run, epoch)}
      aside={
        <>
          <Button
            size="compact-sm"
            variant={predicts ? 'light' : 'default'}
            leftSection={<IconWand size={15} aria-hidden />}
            aria-pressed={predicts}
            onClick={() => props.onPredicts(!predicts)}
          >
            Predict a row
          </Button>
          <Button
            size="compact-sm"
            leftSection={<IconZoomScan size={15} aria-hidden />}
            onClick={() => props.onStep(stored)}
          >
            One step from here
          </Button>
          <Button
            size="compact-sm"
            leftSection={<IconGitBranch size={15} aria-hidden />}
            disabled={props.readOnly}
            onClick={() => openBranch(props.dataset, run, stored)}
          >
            Branch from here
          </Button>
        </>
      }
    >
      <Scrubber
        epochs={epochs}
        epoch={epoch}
        best={closestEpoch(epochs, run.bestEpoch ?? run.epochs)}
        until={active ? (progress?.epochs ?? run.config.training.epochs) : run.epochs}
        says={momentSaid(run, epoch, props.evaluation)}
        live={active}
        onChoose={props.onChoose}
      />
      {note !== null && <p className="faint small">{note}</p>}
    </Card>
  )
}
