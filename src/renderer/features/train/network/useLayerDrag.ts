import { useRef, useState, type PointerEvent } from 'react'
import type { LayerPath } from '../../../../core/network/drawn.ts'
import type { DrawingRow } from './layout.ts'

/** A press that moves less is a click. */
const threshold = 5

interface Drag {
  path: LayerPath
  startY: number
  isMoving: boolean
  /** The row above which the layer would come. */
  over: DrawingRow | null
}

export interface LayerDrag {
  dragged: LayerPath | null
  over: DrawingRow | null
  cancel: () => void
  /** Whether the click that follows ended a drag, and chooses nothing. */
  wasDragged: () => boolean
  /** For the row of a layer. */
  handlers: (path: LayerPath) => {
    onPointerDown: (event: PointerEvent<HTMLElement>) => void
    onPointerMove: (event: PointerEvent<HTMLElement>) => void
    onPointerUp: () => void
    onPointerCancel: () => void
  }
}

/** Dragging a layer to another place between layers. */
export function useLayerDrag(rows: readonly DrawingRow[], onMove: (from: LayerPath, to: LayerPath) => void): LayerDrag {
  const [drag, setDrag] = useState<Drag | null>(null)
  const moved = useRef(false)
  const cancel = () => setDrag(null)
  return {
    dragged: drag?.isMoving === true ? drag.path : null,
    over: drag?.isMoving === true ? drag.over : null,
    cancel,
    wasDragged: () => moved.current,
    handlers: (path) => ({
      onPointerDown: (event) => {
        moved.current = false
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        setDrag({ path, startY: event.clientY, isMoving: false, over: null })
      },
      onPointerMove: (event) => {
        if (drag === null) return
        const isMoving = drag.isMoving || Math.abs(event.clientY - drag.startY) > threshold
        const list = event.currentTarget.parentElement?.getBoundingClientRect()
        const y = event.clientY - (list?.top ?? 0)
        setDrag({ ...drag, isMoving, over: nearestSlot(rows, y) })
      },
      onPointerUp: () => {
        cancel()
        moved.current = drag?.isMoving === true
        const to = drag?.over?.slot ?? null
        if (drag?.isMoving === true && to !== null) onMove(drag.path, to)
      },
      onPointerCancel: cancel,
    }),
  }
}

/** The row whose upper gap is nearest, of those above which a layer can come. */
function nearestSlot(rows: readonly DrawingRow[], y: number): DrawingRow | null {
  let nearest: DrawingRow | null = null
  for (const row of rows) {
    if (row.slot === null) continue
    if (nearest === null || Math.abs(row.top - y) < Math.abs(nearest.top - y)) nearest = row
  }
  return nearest
}
