import { shareOfWidth, type DrawingLayout, type DrawingRow, type PartKey } from './layout.ts'
import styles from './network.module.css'

/** Widths in per cent of the drawing, heights in pixels. */
const barOf = (units: number) => {
  const width = shareOfWidth(units) * 100
  return { x: 50 - width / 2, width }
}

/** The network as shapes: bars as wide as their numbers, what flows between them, and what residual blocks pass by. */
export function Shapes({ layout, selected }: { layout: DrawingLayout; selected: PartKey | null }) {
  const { rows, blocks, height } = layout
  return (
    <svg className={styles.canvas} viewBox={`0 0 100 ${height}`} preserveAspectRatio="none" aria-hidden>
      {rows.map((row, at) => (
        <Flow key={at} row={row} from={rows[at - 1]} />
      ))}
      {blocks.map(({ depth, top, bottom, isWrong }) => {
        const x = 4 + depth * 5
        const [from, to] = [top + 14, bottom - 8]
        return (
          <path
            key={`${depth} ${top}`}
            className={styles.bracket}
            data-wrong={isWrong || undefined}
            d={`M50 ${from}H${x}V${to}H46`}
            vectorEffect="non-scaling-stroke"
          />
        )
      })}
      {rows.map((row) => (
        <Bar key={`${row.key ?? ''} ${row.top}`} row={row} isSelected={row.key === selected} />
      ))}
    </svg>
  )
}

function Flow({ row, from }: { row: DrawingRow; from: DrawingRow | undefined }) {
  if (row.flow === null || from === undefined) return null
  const [above, below] = [barOf(row.flow), barOf(row.units)]
  const [top, bottom] = [from.top + from.height, row.top]
  return (
    <polygon
      className={styles.flow}
      points={`${above.x},${top} ${above.x + above.width},${top} ${below.x + below.width},${bottom} ${below.x},${bottom}`}
    />
  )
}

function Bar({ row, isSelected }: { row: DrawingRow; isSelected: boolean }) {
  const { key, units, top, height, isApart, drawn } = row
  if (key === null || units === 0) return null
  const bar = barOf(units)
  const kind = drawn?.layer.kind ?? key
  const shared = {
    className: styles.bar,
    'data-kind': kind,
    'data-selected': isSelected || undefined,
    'data-wrong': (drawn !== null && drawn.wrong !== null) || undefined,
    height: height - 2,
    width: bar.width,
  }
  return (
    <>
      {isApart &&
        [2, 1].map((behind) => (
          <rect
            key={behind}
            {...shared}
            data-selected={undefined}
            x={bar.x + behind * 1.6}
            y={top + 1 - behind * 3}
            vectorEffect="non-scaling-stroke"
          />
        ))}
      <rect {...shared} x={bar.x} y={top + 1} vectorEffect="non-scaling-stroke" />
    </>
  )
}
