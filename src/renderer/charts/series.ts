import { Curve } from '../../core/series/curve.ts'

interface NamedLine {
  id: string
  label: string
  /** Which colour and dash of the palette, from 0. */
  style: number
  /** A dot at each value: between them nothing is known. */
  dots?: boolean
  /** Drawn faint beneath it, as the lowest and highest of what it is the mean of. */
  around?: readonly Curve[]
}

/** A curve of few points. `x` ascends; `y` is null where there is no value. */
export interface SampledLine extends NamedLine {
  x: readonly number[]
  y: readonly (number | null)[]
}

/** A curve that may be long and still grow. */
export interface GrowingLine extends NamedLine {
  curve: Curve
  /** At the same positions the means of the values since the one before, where some were left out: what is smoothed. */
  means?: Curve
}

/** One curve of a chart. */
export type LineSeries = SampledLine | GrowingLine

/** A point worth seeing: the best epoch of a run. */
export interface LineMarker {
  series: string
  label: string
  x: number
  y: number
}

/** Something that happened at a position, marked with a line from top to bottom. */
export interface LineEvent {
  x: number
  label: string
  /** `back`: the curve began again from there. */
  kind: 'change' | 'back'
}

const ofSamples = new WeakMap<SampledLine, Curve>()

/** The values of a line. */
export function curveOf(line: LineSeries): Curve {
  if ('curve' in line) return line.curve
  let curve = ofSamples.get(line)
  if (curve === undefined) {
    curve = Curve.from(line.x, line.y)
    ofSamples.set(line, curve)
  }
  return curve
}

/** The curve's own value nearest to a position, or null where the curve does not reach or has a gap. */
export function valueNear(curve: Curve, position: number): { x: number; y: number } | null {
  const index = curve.nearest(position)
  if (index === null || Number.isNaN(curve.y(index))) return null
  return { x: curve.x(index), y: curve.y(index) }
}

/** Least and greatest position of all curves, or null where there is none. */
export function extent(series: readonly LineSeries[]): [number, number] | null {
  const curves = series.map(curveOf).filter(({ length }) => length > 0)
  if (curves.length === 0) return null
  return [Math.min(...curves.map((curve) => curve.x(0))), Math.max(...curves.map((curve) => curve.x(curve.length - 1)))]
}
