import { useRef } from 'react'
import { shareOfWidth, unitsOfWidth, type DrawingRow } from './layout.ts'
import styles from './network.module.css'

/** The right edge of a dense layer's bar, which is dragged to make it wider or narrower. */
export function WidthHandle(props: { row: DrawingRow; onWidth: (units: number) => void; onDone: () => void }) {
  const { row } = props
  const start = useRef<{ x: number; share: number; width: number } | null>(null)
  const share = shareOfWidth(row.units)
  return (
    <span
      className={styles.handle}
      style={{ top: row.top, height: row.height, left: `${50 + share * 50}%` }}
      title="Drag to change the width"
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.stopPropagation()
        event.currentTarget.setPointerCapture(event.pointerId)
        const width = event.currentTarget.parentElement?.getBoundingClientRect().width ?? 1
        start.current = { x: event.clientX, share, width }
      }}
      onPointerMove={(event) => {
        const from = start.current
        if (from === null) return
        // The bar grows to both sides.
        const units = unitsOfWidth(from.share + (2 * (event.clientX - from.x)) / from.width)
        if (units !== row.units) props.onWidth(units)
      }}
      onPointerUp={() => {
        start.current = null
        props.onDone()
      }}
      onPointerCancel={() => {
        start.current = null
        props.onDone()
      }}
    />
  )
}
