import { lineStyle } from './palette.ts'
import type { LineEvent, LineMarker, LineSeries } from './series.ts'

/** A marker as it is drawn: with a line and its name where it is the only one, else as a dot. */
export interface PlacedMarker {
  id: string
  x: number
  y: number
  colour: string
  alone: boolean
  label: string
  /** Beside the line where there is room: to its left in the right half. */
  labelSide: 'insideTopLeft' | 'insideTopRight'
}

export interface Marks {
  markers: PlacedMarker[]
  events: LineEvent[]
}

/** Markers and events within the range seen; of hidden curves none, and on a logarithmic scale the positive ones. */
export function placedMarks(
  of: { visible: readonly LineSeries[]; markers: readonly LineMarker[]; events: readonly LineEvent[] },
  [from, to]: readonly [number, number],
  log: boolean,
): Marks {
  const within = ({ x }: { x: number }) => x >= from && x <= to
  const alone = of.markers.length === 1
  return {
    events: of.events.filter(within),
    markers: of.markers.filter(within).flatMap((marker) => {
      const line = of.visible.find(({ id }) => id === marker.series)
      if (line === undefined || (log && marker.y <= 0)) return []
      const labelSide = marker.x > (from + to) / 2 ? 'insideTopRight' : 'insideTopLeft'
      const colour = alone ? 'var(--chart-best)' : lineStyle(line.style).colour
      return [{ id: marker.series, x: marker.x, y: marker.y, colour, alone, label: marker.label, labelSide }]
    }),
  }
}

/** The sign of an event at the bottom of its line. */
export function eventSign({ kind }: LineEvent): string {
  return kind === 'back' ? '↶' : '◆'
}

export function eventDash({ kind }: LineEvent): string {
  return kind === 'back' ? '1 3' : '6 3'
}
