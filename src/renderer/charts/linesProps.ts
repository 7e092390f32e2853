import type { DrawnLine } from './drawing.ts'
import type { Marks } from './marks.ts'
import type { Axis } from '../../core/scales.ts'
import type { LineSeries } from './series.ts'

/** What both ways of drawing curves are given. */
export interface LinesProps {
  title: string
  width: number
  height: number
  lines: readonly DrawnLine[]
  /** Whose values the crosshair tells. */
  visible: readonly LineSeries[]
  x: Axis
  y: Axis
  log: boolean
  marks: Marks
  onZoom: (range: [number, number]) => void
}
