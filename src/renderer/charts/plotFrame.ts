import type { Axis } from '../../core/scales.ts'

/** Space around the plot, in CSS pixels: the labels of the axes stand to its left and below. */
export const plotMargin = { top: 8, right: 26, bottom: 26, left: 54 } as const

/** Where the values of a chart lie in its picture, in CSS pixels. */
export interface PlotFrame {
  left: number
  top: number
  width: number
  height: number
  toX: (position: number) => number
  toY: (value: number) => number
  /** The position at a distance from the picture's left edge. */
  atX: (pixels: number) => number
}

export function plotFrame(size: { width: number; height: number }, x: Axis, y: Axis, log: boolean): PlotFrame {
  const { top, left } = plotMargin
  const width = Math.max(1, size.width - left - plotMargin.right)
  const height = Math.max(1, size.height - top - plotMargin.bottom)
  const scale = log ? Math.log : (value: number) => value
  const [low, high] = [scale(y.domain[0]), scale(y.domain[1])]
  const [from, to] = x.domain
  return {
    left,
    top,
    width,
    height,
    toX: (position) => left + ((position - from) / (to - from)) * width,
    toY: (value) => top + (1 - (scale(value) - low) / (high - low)) * height,
    atX: (pixels) => from + ((pixels - left) / width) * (to - from),
  }
}
