import { tickFormat } from '../../../../core/words/values.ts'
import { linearAxis, spacedAxis, type Axis } from '../../../../core/scales.ts'

/** How high a line of a chart by columns is, in CSS pixels. */
export const lineHeight = 28

/** Where the lines of a chart by columns stand: names at the left, values at the right, an axis below. */
export interface ColumnPlot {
  left: number
  right: number
  top: number
  /** Of the axis. */
  bottom: number
  axis: Axis
  toX: (value: number) => number
  toY: (line: number) => number
  tickText: (tick: number) => string
}

/**
 * @param values that must be seen
 * @param valueWidth room for the values at the right, in CSS pixels
 */
export function columnPlot(
  size: { width: number; height: number },
  lines: number,
  values: readonly number[],
  valueWidth = 84,
): ColumnPlot {
  const left = Math.min(220, Math.round(size.width * 0.26))
  const right = Math.max(left + 40, size.width - valueWidth)
  const top = 6
  const bottom = size.height - 40
  const axis = spacedAxis(linearAxis(values, 6), right - left, 64)
  const [from, to] = axis.domain
  const each = (bottom - top) / Math.max(1, lines)
  return {
    left,
    right,
    top,
    bottom,
    axis,
    toX: (value) => left + ((value - from) / (to - from)) * (right - left),
    toY: (line) => top + (line + 0.5) * each,
    tickText: tickFormat(axis.ticks),
  }
}

/** As much of a text as fits; the whole stands in its title. */
export function fitted(text: string, width: number, perCharacter = 6.6): string {
  const most = Math.max(3, Math.floor(width / perCharacter))
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`
}

/** The height of a chart of so many lines, its head and axis included. */
export function chartHeight(lines: number): number {
  return 96 + Math.max(4, lines) * lineHeight
}
