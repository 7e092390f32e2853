import { useMemo } from 'react'
import { scheduleCurve, type CurvePoint, type PlannedLength } from '../../../core/training/scheduleCurve.ts'
import type { Schedule } from '../../../shared/training.ts'
import { formatCount, plural } from '../../../core/words/format.ts'
import { plainNumber } from '../../../core/words/settings/settingText.ts'
import styles from './train.module.css'

const width = 300
const height = 74

/** The learning rate over the planned epochs, as the schedule and its warm-up have it. */
export function SchedulePicture(props: {
  schedule: Schedule
  warmupEpochs: number
  learningRate: number
  length: PlannedLength
}) {
  const { schedule, warmupEpochs, learningRate } = props
  const { stepsPerEpoch, epochs } = props.length
  const curve = useMemo(
    () => scheduleCurve(schedule, { stepsPerEpoch, epochs }, warmupEpochs),
    [schedule, stepsPerEpoch, epochs, warmupEpochs],
  )
  const rate = (factor: number) => plainNumber(Number((factor * learningRate).toPrecision(3)))
  const highest = curve.reduce((best, point) => (point.factor > best.factor ? point : best))
  const [first, last] = [curve[0]?.factor ?? 1, curve.at(-1)?.factor ?? 1]
  const x = ({ epoch }: CurvePoint) => (epoch / epochs) * width
  const y = ({ factor }: CurvePoint) => height - 2 - (factor / highest.factor) * (height - 6)
  const places = curve.map((point) => `${x(point).toFixed(1)} ${y(point).toFixed(1)}`)
  const line = `M${places.join('L')}H${width}`
  const way =
    first === highest.factor && last === first
      ? `stays at ${rate(first)}`
      : `begins at ${rate(first)}, is highest at ${rate(highest.factor)} in epoch ${formatCount(Math.floor(highest.epoch) + 1)} and ends at ${rate(last)}`
  return (
    <figure className={styles.schedulePicture}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`The learning rate over ${plural(epochs, 'epoch')}: it ${way}.`}
      >
        <path d={`${line}V${height}H0Z`} fill="var(--d-accent-soft)" />
        <path d={line} fill="none" stroke="var(--d-accent)" strokeWidth={1.75} vectorEffect="non-scaling-stroke" />
        <path d={`M0 ${height - 0.5}H${width}`} stroke="var(--d-line-strong)" vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption>
        <span>
          {rate(highest.factor)}
          {highest.factor !== first && ` in epoch ${formatCount(Math.floor(highest.epoch) + 1)}`}
        </span>
        <span>
          {rate(last)} in epoch {formatCount(epochs)}
        </span>
      </figcaption>
      {schedule.kind === 'plateau' && (
        <p className="faint small">When it drops depends on the losses: here it has not dropped yet.</p>
      )}
    </figure>
  )
}
