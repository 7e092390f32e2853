import { type PointerEvent as ReactPointerEvent, useEffect, useEffectEvent, useState } from 'react'
import { placeOf, type RowBox, wayMade } from './dragPlaces.ts'

/** So near the edge of the window a drag scrolls it, by so many pixels a movement. */
const EDGE = 48
const SCROLL = 14

interface Drag {
  /** Places among the rows of the list. */
  from: number
  place: number
  /** Pixels from where it was taken. */
  by: number
  rows: RowBox[]
  startY: number
  scroller: Element | null
  startScroll: number
}

export interface RowDrag {
  /** For the handle of a row. */
  start: (event: ReactPointerEvent<HTMLElement>, index: number) => void
  /** How far a row is moved while one is dragged, in pixels. */
  shiftOf: (index: number) => number
  dragged: number | null
}

function scrollerOf(element: Element): Element | null {
  for (let at = element.parentElement; at !== null; at = at.parentElement) {
    if (at.scrollHeight > at.clientHeight && getComputedStyle(at).overflowY === 'auto') return at
  }
  return null
}

/** Reordering the rows of a list by a handle. Escape gives up. The rows are the children of the list of the handle's row. */
export function useRowDrag(onMove: (from: number, to: number) => void): RowDrag {
  const [drag, setDrag] = useState<Drag | null>(null)

  const follow = useEffectEvent((event: PointerEvent) => {
    if (drag === null) return
    const { scroller, startY, startScroll, from, rows } = drag
    if (scroller !== null) {
      const { top, bottom } = scroller.getBoundingClientRect()
      if (event.clientY < top + EDGE) scroller.scrollBy(0, -SCROLL)
      else if (event.clientY > bottom - EDGE) scroller.scrollBy(0, SCROLL)
    }
    const by = event.clientY - startY + ((scroller?.scrollTop ?? 0) - startScroll)
    setDrag({ ...drag, by, place: placeOf(rows, from, by) })
  })
  const drop = useEffectEvent(() => {
    setDrag(null)
    if (drag !== null && drag.place !== drag.from) onMove(drag.from, drag.place)
  })

  const isDragging = drag !== null
  useEffect(() => {
    if (!isDragging) return undefined
    const onPointerMove = (event: PointerEvent) => follow(event)
    const onPointerUp = () => drop()
    const onCancel = () => setDrag(null)
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setDrag(null)
    }
    window.addEventListener('pointermove', onPointerMove)
    window.addEventListener('pointerup', onPointerUp)
    window.addEventListener('pointercancel', onCancel)
    window.addEventListener('keydown', onKeyDown)
    return () => {
      window.removeEventListener('pointermove', onPointerMove)
      window.removeEventListener('pointerup', onPointerUp)
      window.removeEventListener('pointercancel', onCancel)
      window.removeEventListener('keydown', onKeyDown)
    }
  }, [isDragging])

  return {
    start: (event, index) => {
      const list = event.currentTarget.closest('li')?.parentElement
      if (event.button !== 0 || list === null || list === undefined) return
      event.preventDefault()
      event.currentTarget.focus()
      const rows = Array.from(list.children, (row) => {
        const { top, height } = row.getBoundingClientRect()
        return { top, height }
      })
      const scroller = scrollerOf(list)
      const startScroll = scroller?.scrollTop ?? 0
      setDrag({ from: index, place: index, by: 0, rows, startY: event.clientY, scroller, startScroll })
    },
    shiftOf: (index) => {
      if (drag === null) return 0
      if (index === drag.from) return drag.by
      return wayMade(index, drag.from, drag.place, drag.rows[drag.from]?.height ?? 0)
    },
    dragged: drag?.from ?? null,
  }
}
