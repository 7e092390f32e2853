import { ActionIcon, Button, SegmentedControl, Slider } from '@mantine/core'
import { useReducedMotion } from '@mantine/hooks'
import { IconGitBranch, IconPlayerPause, IconPlayerPlay, IconZoomScan } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { SplitName } from '../../../../shared/recipes.ts'
import type { Run } from '../../../../shared/runs.ts'
import { useCall } from '../../../app/data.tsx'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { formatCount } from '../../../components/format.ts'
import { Loading } from '../../../components/Loading.tsx'
import { Card } from '../../../components/Page.tsx'
import { formatMetric, metricOf, metricWords } from '../../evaluate/metricWords.ts'
import { openBranch } from '../draft.ts'
import { FitPicture } from '../live/FitPicture.tsx'
import { closestEpoch } from './places.ts'
import styles from './epochs.module.css'

/** Milliseconds that an epoch is shown for while they are played. */
const PLAY_EVERY = 700

interface EpochTravelProps {
  project: string
  run: Run
  /** Whose weights are kept, ascending. */
  epochs: readonly number[]
  /** The one that is looked at; null: the best. */
  chosen: number | null
  onChoose: (epoch: number | null) => void
  onStep: (epoch: number) => void
  readOnly: boolean
}

/** Goes to any kept epoch of a run: its scores and its picture of the rows, and a way to go on from there. */
export function EpochTravel(props: EpochTravelProps) {
  const { project, run, epochs, onChoose } = props
  const reduced = useReducedMotion()
  const [playing, setPlaying] = useState(false)
  const [split, setSplit] = useState<SplitName>(run.rows.validation > 0 ? 'validation' : 'train')
  const best = closestEpoch(epochs, run.bestEpoch ?? run.epochs)
  const epoch = props.chosen ?? best
  const at = epochs.indexOf(epoch)
  const { data: evaluation, error } = useCall(
    'evaluation.get',
    { project, run: run.id, split, epoch },
    { keepPrevious: true },
  )

  useEffect(() => {
    if (!playing) return undefined
    const timer = setTimeout(() => {
      const next = epochs[at + 1]
      if (next === undefined) setPlaying(false)
      else onChoose(next)
    }, PLAY_EVERY)
    return () => clearTimeout(timer)
  }, [playing, at, epochs, onChoose])

  const play = () => {
    if (!playing && at === epochs.length - 1) onChoose(epochs[0] ?? null)
    setPlaying(!playing)
  }
  const marks = epochs.map((kept, index) => ({ value: index, ...(kept === best ? { label: 'best' } : {}) }))
  return (
    <Card
      className={styles.travel ?? ''}
      title={`Epoch ${formatCount(epoch)}${epoch === run.bestEpoch ? ', the best' : ''}`}
      aside={
        <SegmentedControl
          size="xs"
          aria-label="Rows shown"
          value={split}
          data={splitsOf(run)}
          onChange={(value) => setSplit(value === 'train' || value === 'test' ? value : 'validation')}
        />
      }
    >
      <div className={styles.scrubber}>
        {reduced !== true && (
          <ActionIcon size={30} aria-label={playing ? 'Pause' : 'Play the epochs'} onClick={play}>
            {playing ? <IconPlayerPause size={16} aria-hidden /> : <IconPlayerPlay size={16} aria-hidden />}
          </ActionIcon>
        )}
        <Slider
          className={styles.slider ?? ''}
          thumbLabel="Epoch looked at"
          min={0}
          max={Math.max(1, epochs.length - 1)}
          step={1}
          value={Math.max(0, at)}
          marks={marks}
          label={(index) => `epoch ${formatCount(epochs[index] ?? 0)}`}
          onChange={(index) => {
            setPlaying(false)
            onChoose(epochs[index] ?? null)
          }}
        />
        <Button size="compact-sm" disabled={epoch === best} onClick={() => onChoose(best)}>
          Back to best
        </Button>
      </div>
      {error !== null && <FailureNote error={error} />}
      {evaluation === undefined ? (
        error === null && <Loading label="Looking at the rows…" />
      ) : (
        <>
          <dl className={styles.scores}>
            {metricWords(run.task).map((word) => (
              <div key={word.key}>
                <dt title={word.meaning}>{word.name}</dt>
                <dd>{formatMetric(metricOf(evaluation.metrics, word.key))}</dd>
              </div>
            ))}
          </dl>
          <div className={styles.picture}>
            <FitPicture run={run} evaluation={evaluation} />
          </div>
        </>
      )}
      <div className={styles.actions}>
        <Button
          size="compact-sm"
          leftSection={<IconGitBranch size={15} aria-hidden />}
          disabled={props.readOnly}
          onClick={() => openBranch(run, epoch)}
        >
          Branch from here
        </Button>
        <Button
          size="compact-sm"
          leftSection={<IconZoomScan size={15} aria-hidden />}
          onClick={() => props.onStep(epoch)}
        >
          One step from here
        </Button>
      </div>
    </Card>
  )
}

function splitsOf({ rows }: Run) {
  const names = { validation: 'Validation', test: 'Test', train: 'Training' } as const
  return (['validation', 'test', 'train'] as const)
    .filter((split) => rows[split] > 0)
    .map((value) => ({ value, label: names[value] }))
}
