import type { SearchParameter, SearchPoint, SearchSpace, SearchValue } from '../../shared/search.ts'
import { normalCdf } from '../math/normal.ts'
import type { Random } from '../random.ts'
import { drawValue, uniform } from './draw.ts'
import {
  buildPoint,
  choiceIndex,
  fromUnit,
  stretchOf,
  toUnit,
  type ChoiceParameter,
  type NumberParameter,
} from './parameters.ts'

/** A density over points that is high where observed points lie. */
export interface ParzenEstimator {
  draw(random: Random): SearchPoint
  /** Logarithm, up to a constant that all estimators of a space share for a point. */
  logDensity(point: SearchPoint): number
}

/**
 * A mixture of kernels, one around each observed point and one, the prior, uniform over the space, all of equal weight. A
 * kernel is a product over the parameters, so that what goes together is kept together: a normal distribution cut off at
 * the ends of a number's range, and for choices most of the weight on the observed one. Where a parameter was not searched
 * in an observed point its kernel is uniform.
 */
export function parzenEstimator(space: SearchSpace, points: readonly SearchPoint[]): ParzenEstimator {
  const kernels = new Map(space.parameters.map((parameter) => [parameter.path, kernelsOf(parameter, points)]))
  const components = points.length + 1

  const draw = (random: Random): SearchPoint => {
    const component = random.below(components)
    return buildPoint(space, (parameter) => {
      const value = kernels.get(parameter.path)?.draw(component, random)
      return value === undefined ? drawValue(parameter, random) : value
    })
  }

  const logDensity = (point: SearchPoint): number => {
    const sums = new Float64Array(components)
    for (const [path, { addLogDensities }] of kernels) {
      const value = point[path]
      if (value !== undefined) addLogDensities(value, sums)
    }
    const greatest = sums.reduce((most, sum) => Math.max(most, sum), -Infinity)
    return greatest + Math.log(sums.reduce((total, sum) => total + Math.exp(sum - greatest), 0) / components)
  }
  return { draw, logDensity }
}

/** The kernels of one parameter, one around each observation and the prior as the last. */
interface Kernels {
  /** A value by a kernel; undefined where that is uniform. */
  draw(component: number, random: Random): SearchValue | undefined
  /** Adds the logarithm of each kernel's density at the value. */
  addLogDensities(value: SearchValue, sums: Float64Array): void
}

function kernelsOf(parameter: SearchParameter, points: readonly SearchPoint[]): Kernels {
  const observed = points.map((point) => point[parameter.path])
  return parameter.kind === 'choice' ? choiceKernels(parameter, observed) : numberKernels(parameter, observed)
}

type Observed = readonly (SearchValue | undefined)[]

/** The observed choice has a weight of 1, and a weight of 1 that all kernels share is spread evenly over the choices. */
function choiceKernels(parameter: ChoiceParameter, observed: Observed): Kernels {
  const choices = parameter.values.length
  const indices = Int32Array.from(observed, (value) => choiceIndex(parameter, value))
  const everywhere = 1 / (observed.length + 1)
  const other = Math.log(everywhere / (1 + choices * everywhere))
  const same = Math.log((1 + everywhere) / (1 + choices * everywhere))
  const even = -Math.log(choices)
  return {
    draw: (component, random) => {
      const index = indices[component] ?? -1
      const isObserved = index >= 0 && uniform(random) * (1 + choices * everywhere) < 1
      return isObserved ? parameter.values[index] : undefined
    },
    addLogDensities: (value, sums) => {
      const wanted = choiceIndex(parameter, value)
      for (let i = 0; i < sums.length; i++) {
        const index = indices[i] ?? -1
        sums[i] = (sums[i] ?? 0) + (index < 0 ? even : index === wanted ? same : other)
      }
    },
  }
}

function numberKernels(parameter: NumberParameter, observed: Observed): Kernels {
  const means = Float64Array.from(observed, (value) => (typeof value === 'number' ? toUnit(parameter, value) : NaN))
  const deviations = bandwidths(means)
  const insides = means.map((mean, i) => {
    const deviation = deviations[i] ?? NaN
    return normalCdf((1 - mean) / deviation) - normalCdf(-mean / deviation)
  })
  return {
    draw: (component, random) => {
      const mean = means[component] ?? NaN
      if (Number.isNaN(mean)) return undefined
      for (;;) {
        const unit = mean + (deviations[component] ?? NaN) * drawNormal(random)
        if (unit >= 0 && unit <= 1) return fromUnit(parameter, unit)
      }
    },
    addLogDensities: (value, sums) => {
      if (typeof value !== 'number') return
      const { from, to } = stretchOf(parameter, value)
      const even = to > from ? Math.log(to - from) : 0
      for (let i = 0; i < sums.length; i++) {
        const mean = means[i] ?? NaN
        const deviation = deviations[i] ?? NaN
        const density = to > from ? between(from, to, mean, deviation) : at(from, mean, deviation)
        sums[i] = (sums[i] ?? 0) + (Number.isNaN(mean) ? even : density - Math.log(insides[i] ?? NaN))
      }
    },
  }
}

/** Logarithm of a normal distribution's density. */
function at(x: number, mean: number, deviation: number): number {
  return -0.5 * ((x - mean) / deviation) ** 2 - Math.log(deviation * Math.sqrt(2 * Math.PI))
}

/** Logarithm of the chance that a normal variable falls into a stretch, by the tail in which nothing cancels. */
function between(from: number, to: number, mean: number, deviation: number): number {
  const [low, high] = [(from - mean) / deviation, (to - mean) / deviation]
  return Math.log(low > 0 ? normalCdf(-low) - normalCdf(-high) : normalCdf(high) - normalCdf(low))
}

/** Of the two neighbours the distance to the further one, within limits that grow tighter with the observations. */
function bandwidths(means: Float64Array): Float64Array {
  const count = means.reduce((known, mean) => known + (Number.isNaN(mean) ? 0 : 1), 0)
  const least = 1 / Math.min(100, count + 2)
  const order = Uint32Array.from(means, (_, i) => i).filter((i) => !Number.isNaN(means[i] ?? NaN))
  order.sort((a, b) => (means[a] ?? 0) - (means[b] ?? 0))
  const result = new Float64Array(means.length).fill(NaN)
  for (const [place, i] of order.entries()) {
    const mean = means[i] ?? NaN
    const before = place === 0 ? undefined : means[order[place - 1] ?? 0]
    const after = place === order.length - 1 ? undefined : means[order[place + 1] ?? 0]
    const gap = Math.max(mean - (before ?? mean), (after ?? mean) - mean)
    result[i] = Math.min(1, Math.max(least, order.length === 1 ? 1 : gap))
  }
  return result
}

/** A standard normal number (Box and Muller, 1958). */
function drawNormal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(random)))
  return radius * Math.cos(2 * Math.PI * uniform(random))
}
