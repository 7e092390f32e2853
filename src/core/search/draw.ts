import type { SearchParameter, SearchPoint, SearchSpace, SearchValue } from '../../shared/search.ts'
import type { Random } from '../random.ts'
import { buildPoint, fromUnit } from './parameters.ts'

/** Uniform over 0 to below 1, in steps of 2^-32. */
export function uniform(random: Random): number {
  return random.uint32() / 2 ** 32
}

/** A point by chance: numbers uniform over their range, or over its logarithm; each choice is equally likely. */
export function drawPoint(space: SearchSpace, random: Random): SearchPoint {
  return buildPoint(space, (parameter) => drawValue(parameter, random))
}

export function drawValue(parameter: SearchParameter, random: Random): SearchValue {
  if (parameter.kind !== 'choice') return fromUnit(parameter, uniform(random))
  return parameter.values[random.below(parameter.values.length)] ?? null
}
