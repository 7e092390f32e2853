import type { Histogram } from '../../shared/datasets.ts'
import styles from './MiniHistogram.module.css'

/** Bars without axes; the numbers stand beside it. At most `bins` bars: neighbours are added up. */
export function MiniHistogram({
  histogram,
  bins = 24,
  height = 26,
}: {
  histogram: Histogram
  bins?: number
  height?: number
}) {
  const group = Math.ceil(histogram.counts.length / bins)
  const counts: number[] = []
  for (let start = 0; start < histogram.counts.length; start += group)
    counts.push(histogram.counts.slice(start, start + group).reduce((sum, count) => sum + count, 0))
  const most = Math.max(1, ...counts)
  return (
    <svg
      className={styles.bars}
      viewBox={`0 0 ${counts.length} 100`}
      height={height}
      preserveAspectRatio="none"
      aria-hidden
    >
      {counts.map((count, index) => {
        const size = count === 0 ? 0 : Math.max(3, (count / most) * 100)
        return <rect key={index} x={index + 0.06} width={0.88} y={100 - size} height={size} />
      })}
    </svg>
  )
}

/** The share of the most frequent values, the rest last, as one bar. */
export function ShareBar({ top, total }: { top: readonly { value: string; count: number }[]; total: number }) {
  if (total === 0) return null
  return (
    <div className={styles.share} aria-hidden>
      {top.slice(0, 6).map(({ value, count }, index) => (
        <span key={value} data-index={index} style={{ width: `${(count / total) * 100}%` }} />
      ))}
    </div>
  )
}
