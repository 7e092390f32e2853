import { useState } from 'react'
import type { Histogram } from '../../shared/datasets.ts'
import { formatCount, plural } from '../../core/words/format.ts'
import styles from './HistogramChart.module.css'

/** A histogram with its range beneath; hovering a bar says its limits and count. */
export function HistogramChart({
  histogram,
  format,
  label,
  height = 84,
}: {
  histogram: Histogram
  format: (value: number) => string
  label: string
  height?: number
}) {
  const [hovered, setHovered] = useState<number | null>(null)
  const { counts, edges } = histogram
  const most = Math.max(1, ...counts)
  const peak = counts.indexOf(most)
  const limits = (bin: number) => `${format(edges[bin] ?? 0)} to ${format(edges[bin + 1] ?? 0)}`
  return (
    <figure className={styles.figure}>
      <svg
        viewBox={`0 0 ${counts.length} 100`}
        height={height}
        preserveAspectRatio="none"
        className={styles.bars}
        role="img"
        aria-label={`${label}: ${plural(counts.length, 'bin')}, most values (${formatCount(most)}) from ${limits(peak)}`}
        onPointerLeave={() => setHovered(null)}
      >
        {counts.map((count, bin) => {
          const size = count === 0 ? 0 : Math.max(1.5, (count / most) * 100)
          return (
            <g key={bin} onPointerEnter={() => setHovered(bin)}>
              <rect x={bin} width={1} y={0} height={100} className={styles.target} />
              <rect x={bin + 0.05} width={0.9} y={100 - size} height={size} data-hovered={hovered === bin} />
            </g>
          )
        })}
      </svg>
      <figcaption className={styles.caption}>
        {hovered === null ? (
          <>
            <span>{format(edges[0] ?? 0)}</span>
            <span>{format(edges.at(-1) ?? 0)}</span>
          </>
        ) : (
          <span>
            {limits(hovered)}: {formatCount(counts[hovered] ?? 0)}
          </span>
        )}
      </figcaption>
    </figure>
  )
}
