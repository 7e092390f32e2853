import type { Slice } from '../../../../shared/slices.ts'
import styles from './slices.module.css'

/** Where a slice's value and its interval lie on a scale that all slices share, beside that of all rows. */
export function SliceBar(props: { slice: Slice; overall: number; from: number; to: number }) {
  const { slice, overall, from, to } = props
  const at = (value: number): string => {
    const share = to > from ? (value - from) / (to - from) : 0.5
    return `${(100 * Math.max(0, Math.min(1, share))).toFixed(2)}%`
  }
  const { interval, value } = slice
  return (
    <span className={styles.bar} aria-hidden>
      <span className={styles.overall} style={{ left: at(overall) }} />
      {interval !== null && (
        <span
          className={styles.interval}
          style={{ left: at(interval.low), right: `calc(100% - ${at(interval.high)})` }}
        />
      )}
      <span className={styles.value} style={{ left: at(value) }} />
    </span>
  )
}

/** The ends of the scale: of all values and intervals, and of all rows. */
export function scaleOf(slices: readonly Slice[], overall: number): { from: number; to: number } {
  const all = slices.flatMap(({ value, interval }) => (interval === null ? [value] : [interval.low, interval.high]))
  return { from: Math.min(overall, ...all), to: Math.max(overall, ...all) }
}
