import { ActionIcon, Button, Slider } from '@mantine/core'
import { useReducedMotion } from '@mantine/hooks'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { memo, useEffect, useMemo, useState } from 'react'
import { epochAt, placeOf } from './places.ts'
import styles from './epochs.module.css'

/** Milliseconds that an epoch is shown for while they are played. */
const PLAY_EVERY = 700

interface ScrubberProps {
  /** Whose weights are kept, ascending; at least one. */
  epochs: readonly number[]
  /** The one that is looked at; null: the run as it is now. */
  epoch: number | null
  best: number
  /** Up to which the run will go, or has gone. */
  until: number
  /** What a screen reader says of where the slider stands. */
  says: string
  live: boolean
  /** `null`: the run as it is now, where it is under way. */
  onChoose: (epoch: number | null) => void
}

/** A slider over the kept epochs of a run, which may still train; not drawn again while only the run's epoch goes on. */
export const Scrubber = memo(function Scrubber(props: ScrubberProps) {
  const { epochs, epoch, best, live, onChoose } = props
  const reduced = useReducedMotion()
  const [playing, setPlaying] = useState(false)
  const newest = epochs.at(-1) ?? 0
  const shown = epoch ?? newest
  const marks = useMemo(
    () => epochs.map((kept) => ({ value: placeOf(kept), ...(kept === best ? { label: 'best' } : {}) })),
    [epochs, best],
  )

  useEffect(() => {
    if (!playing) return undefined
    const timer = setTimeout(() => {
      const next = epochs.find((kept) => kept > shown)
      if (next !== undefined) return onChoose(next)
      setPlaying(false)
      if (live) onChoose(null)
    }, PLAY_EVERY)
    return () => clearTimeout(timer)
  }, [playing, shown, epochs, live, onChoose])

  const choose = (next: number | null) => {
    setPlaying(false)
    onChoose(next)
  }
  const play = () => {
    if (!playing && shown === newest) onChoose(epochs[0] ?? null)
    setPlaying(!playing)
  }
  const from = placeOf(epochs[0] ?? 0)
  return (
    <div className={styles.scrubber}>
      {reduced !== true && (
        <ActionIcon size={30} aria-label={playing ? 'Pause' : 'Play the epochs'} onClick={play}>
          {playing ? <IconPlayerPause size={16} aria-hidden /> : <IconPlayerPlay size={16} aria-hidden />}
        </ActionIcon>
      )}
      <Slider
        className={styles.slider ?? ''}
        classNames={{ mark: styles.mark ?? '', markLabel: styles.markLabel ?? '' }}
        thumbLabel="Epoch looked at"
        thumbValueText={props.says}
        min={from}
        max={Math.max(from + 1, placeOf(Math.max(newest, props.until)))}
        value={placeOf(shown)}
        marks={marks}
        restrictToMarks
        // The heading above says it, which a label would cover.
        label={null}
        onChange={(place) => choose(epochAt(epochs, place))}
      />
      <Button size="compact-sm" disabled={epoch === best} onClick={() => choose(best)}>
        {live ? 'Best so far' : 'Back to best'}
      </Button>
      {live && (
        <Button size="compact-sm" disabled={epoch === null} onClick={() => choose(null)}>
          Live
        </Button>
      )}
    </div>
  )
})
