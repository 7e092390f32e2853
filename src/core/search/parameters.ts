import type { SearchParameter, SearchPoint, SearchSpace, SearchValue } from '../../shared/search.ts'

export type NumberParameter = Extract<SearchParameter, { kind: 'float' | 'int' }>
export type ChoiceParameter = Extract<SearchParameter, { kind: 'choice' }>

/** Whether the parameter is searched at a point whose earlier parameters are set: all its conditions hold. */
export function isActive({ conditions = [] }: SearchParameter, point: SearchPoint): boolean {
  return conditions.every(({ path, values }) => {
    const value = point[path]
    return value !== undefined && values.some((wanted) => sameValue(wanted, value))
  })
}

/** A point built parameter by parameter in the space's order, without those whose conditions do not hold. */
export function buildPoint(space: SearchSpace, valueOf: (parameter: SearchParameter) => SearchValue): SearchPoint {
  const point: SearchPoint = {}
  for (const parameter of space.parameters) if (isActive(parameter, point)) point[parameter.path] = valueOf(parameter)
  return point
}

export function sameValue(a: SearchValue, b: SearchValue): boolean {
  return a === b || valueKey(a) === valueKey(b)
}

/** The same text for the same value, however its object's entries are ordered. */
function valueKey(value: SearchValue): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

/** The same text for the same point. */
export function pointKey(point: SearchPoint): string {
  return valueKey(point)
}

/** The index of a value among the choices, -1 where it is none of them. */
export function choiceIndex({ values }: ChoiceParameter, value: SearchValue | undefined): number {
  return value === undefined ? -1 : values.findIndex((choice) => sameValue(choice, value))
}

/** Number of different values; Infinity for a continuous range. */
export function valueCount(parameter: SearchParameter): number {
  switch (parameter.kind) {
    case 'choice':
      return parameter.values.length
    case 'int':
      return Math.floor((parameter.high - parameter.low) / parameter.step) + 1
    case 'float':
      return parameter.low === parameter.high ? 1 : Infinity
  }
}

/**
 * A number's place in its range, from 0 to 1: along the logarithm where the range is logarithmic. A whole number has a
 * stretch of its own around it, half a step to either side, so that the ends are as likely as what lies between.
 */
export function toUnit(parameter: NumberParameter, value: number): number {
  const { low, high } = ends(parameter)
  if (low === high) return 0.5
  const place = parameter.log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low)
  return Math.min(1, Math.max(0, place))
}

/** The number at a place from 0 to 1: the inverse of `toUnit`, a whole number being the one whose stretch it lies in. */
export function fromUnit(parameter: NumberParameter, unit: number): number {
  const { low, high } = ends(parameter)
  const value = parameter.log ? low * (high / low) ** unit : low + unit * (high - low)
  if (parameter.kind === 'float') return Math.min(parameter.high, Math.max(parameter.low, value))
  const place = Math.round((value - parameter.low) / parameter.step)
  return parameter.low + parameter.step * Math.min(valueCount(parameter) - 1, Math.max(0, place))
}

/** The places from 0 to 1 that stand for a value: a stretch for a whole number, a point for another. */
export function stretchOf(parameter: NumberParameter, value: number): { from: number; to: number } {
  const half = parameter.kind === 'int' ? parameter.step / 2 : 0
  return { from: toUnit(parameter, value - half), to: toUnit(parameter, value + half) }
}

function ends(parameter: NumberParameter): { low: number; high: number } {
  const { low, high } = parameter
  if (parameter.kind === 'float') return { low, high }
  const { step } = parameter
  return { low: low - step / 2, high: low + step * (valueCount(parameter) - 1) + step / 2 }
}

/** Whether the point has a value of its range for each parameter that is searched there, and no other. */
export function isPointOf(space: SearchSpace, point: SearchPoint): boolean {
  const active = space.parameters.filter((parameter) => isActive(parameter, point))
  return active.length === Object.keys(point).length && active.every((each) => isValueOf(each, point[each.path]))
}

function isValueOf(parameter: SearchParameter, value: SearchValue | undefined): boolean {
  if (parameter.kind === 'choice') return choiceIndex(parameter, value) >= 0
  if (typeof value !== 'number') return false
  if (parameter.kind === 'int' && !Number.isInteger((value - parameter.low) / parameter.step)) return false
  return value >= parameter.low && value <= parameter.high
}
