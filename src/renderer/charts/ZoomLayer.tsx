import { useRef, useState, type PointerEvent } from 'react'
import { usePlotArea, useXAxisInverseScale } from 'recharts'

/** Lies over the plot: dragging across it chooses a range. Pointer moves still reach the crosshair beneath. */
export function ZoomLayer({ onZoom }: { onZoom: (range: [number, number]) => void }) {
  const area = usePlotArea()
  const toValue = useXAxisInverseScale()
  const start = useRef<number | null>(null)
  const [drag, setDrag] = useState<[number, number] | null>(null)
  if (area === undefined || toValue === undefined) return null

  const at = (event: PointerEvent<SVGRectElement>): number => {
    const box = event.currentTarget.getBoundingClientRect()
    return area.x + Math.min(Math.max(event.clientX - box.left, 0), area.width)
  }
  const finish = () => {
    start.current = null
    setDrag(null)
  }
  return (
    <g data-interactive>
      {drag !== null && (
        <rect
          x={Math.min(...drag)}
          width={Math.abs(drag[1] - drag[0])}
          y={area.y}
          height={area.height}
          fill="var(--chart-1)"
          fillOpacity={0.14}
        />
      )}
      <rect
        x={area.x}
        y={area.y}
        width={area.width}
        height={area.height}
        fill="transparent"
        className="chart-zoom"
        onPointerDown={(event) => {
          if (event.button !== 0) return
          start.current = at(event)
          event.currentTarget.setPointerCapture(event.pointerId)
        }}
        onPointerMove={(event) => {
          if (start.current !== null) setDrag([start.current, at(event)])
        }}
        onPointerUp={(event) => {
          const from = start.current
          const to = at(event)
          finish()
          if (from === null || Math.abs(to - from) < 5) return
          const a = Number(toValue(Math.min(from, to)))
          const b = Number(toValue(Math.max(from, to)))
          if (Number.isFinite(a) && Number.isFinite(b) && b > a) onZoom([a, b])
        }}
        onPointerCancel={finish}
      />
    </g>
  )
}
