import { DescentError } from '../../shared/errors.ts'
import type { SearchParameter, SearchPoint, SearchSpace, SearchValue } from '../../shared/search.ts'
import { buildPoint, isActive, valueCount } from './parameters.ts'

/** All points that the values of each parameter make together; conditions hold, so that no two points are the same. */
export interface Grid {
  /** Exact up to 2^53. */
  count: number
  /** The point of that number, from 0 to count - 1. */
  point(index: number): SearchPoint
}

/** The points of a grid search. Throws `usage` where the parameters that others depend on have too many combinations. */
export function gridOf(space: SearchSpace): Grid {
  return createGrid(space, gridValues)
}

/** Every point of a space that has no continuous range; null for the others. */
export function allPoints(space: SearchSpace): Grid | null {
  if (space.parameters.some((parameter) => valueCount(parameter) > mostListed)) return null
  return createGrid(space, (parameter) => (parameter.kind === 'choice' ? parameter.values : allNumbers(parameter)))
}

const mostListed = 10_000
const mostCombinations = 100_000
const usualSteps = 4

/** The values that a grid takes of a parameter, ascending: all choices; of a range some, evenly spread from end to end. */
export function gridValues(parameter: SearchParameter): SearchValue[] {
  if (parameter.kind === 'choice') return parameter.values
  const { low, high, log, steps = usualSteps } = parameter
  if (valueCount(parameter) <= steps) return allNumbers(parameter)
  const last = parameter.kind === 'int' ? low + parameter.step * (valueCount(parameter) - 1) : high
  const values = Array.from({ length: steps }, (_, at) => {
    if (at === 0) return low
    if (at === steps - 1) return last
    const share = at / (steps - 1)
    const value = log ? low * (last / low) ** share : low + share * (last - low)
    return parameter.kind === 'int' ? low + parameter.step * Math.round((value - low) / parameter.step) : value
  })
  return [...new Set(values)]
}

function allNumbers(parameter: Exclude<SearchParameter, { kind: 'choice' }>): number[] {
  const step = parameter.kind === 'int' ? parameter.step : 0
  return Array.from({ length: valueCount(parameter) }, (_, at) => parameter.low + at * step)
}

/** Points that agree in all parameters that conditions ask about. */
interface Block {
  fixed: SearchPoint
  free: SearchParameter[]
  count: number
}

function createGrid(space: SearchSpace, listed: (parameter: SearchParameter) => SearchValue[]): Grid {
  const values = new Map(space.parameters.map((parameter) => [parameter.path, listed(parameter)]))
  const valuesOf = ({ path }: SearchParameter): SearchValue[] => values.get(path) ?? []
  const asked = new Set(
    space.parameters.flatMap(({ conditions }) => conditions ?? []).map((condition) => condition.path),
  )
  let combinations: SearchPoint[] = [{}]
  for (const parameter of space.parameters.filter(({ path }) => asked.has(path))) {
    combinations = combinations.flatMap((fixed) =>
      isActive(parameter, fixed)
        ? valuesOf(parameter).map((value) => ({ ...fixed, [parameter.path]: value }))
        : [fixed],
    )
    if (combinations.length > mostCombinations) {
      throw new DescentError('usage', 'The parameters that others depend on have too many combinations for a grid.', {
        hint: 'Give them fewer values, or search at random.',
      })
    }
  }
  const blocks = combinations.map((fixed): Block => {
    const free = space.parameters.filter((parameter) => !asked.has(parameter.path) && isActive(parameter, fixed))
    return { fixed, free, count: free.reduce((product, parameter) => product * valuesOf(parameter).length, 1) }
  })

  const point = (index: number): SearchPoint => {
    let rest = index
    const block = blocks.find(({ count }) => {
      if (rest < count) return true
      rest -= count
      return false
    })
    if (block === undefined) throw new RangeError(`There is no point ${index} in the grid.`)
    const chosen = new Map<string, SearchValue>(Object.entries(block.fixed))
    for (const parameter of block.free.toReversed()) {
      const all = valuesOf(parameter)
      chosen.set(parameter.path, all[rest % all.length] ?? null)
      rest = Math.floor(rest / all.length)
    }
    return buildPoint(space, ({ path }) => chosen.get(path) ?? null)
  }
  return { count: blocks.reduce((sum, { count }) => sum + count, 0), point }
}
