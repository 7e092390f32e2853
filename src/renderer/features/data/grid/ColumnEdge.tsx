import type { PointerEvent } from 'react'
import type { ColumnSummary } from '../../../../shared/datasets.ts'
import { fittingWidth, setColumnWidth } from './columnWidths.ts'
import styles from './DataGrid.module.css'

/** The right edge of a column's head: dragged, it sets the width; a double click fits the width to the values. */
export function ColumnEdge({ dataset, column, width }: { dataset: string; column: ColumnSummary; width: number }) {
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return
    event.preventDefault()
    const edge = event.currentTarget
    const from = event.clientX
    edge.setPointerCapture(event.pointerId)
    const move = ({ clientX }: { clientX: number }) => setColumnWidth(dataset, column.name, width + clientX - from)
    const end = () => {
      edge.removeEventListener('pointermove', move)
      edge.removeEventListener('pointerup', end)
      edge.removeEventListener('pointercancel', end)
    }
    edge.addEventListener('pointermove', move)
    edge.addEventListener('pointerup', end)
    edge.addEventListener('pointercancel', end)
  }
  return (
    <div
      className={styles.edge}
      title="Drag to set the width, double-click to fit it"
      onPointerDown={drag}
      onDoubleClick={() => setColumnWidth(dataset, column.name, fittingWidth(column))}
    />
  )
}
