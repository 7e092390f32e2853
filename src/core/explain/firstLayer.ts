import type { FirstLayer } from '../../shared/explain.ts'
import type { FittedRecipe } from '../../shared/recipes.ts'
import { featureNames } from '../inspection/featureNames.ts'
import type { EngineSpec } from '../network/engine.ts'
import { parameterLayout } from '../network/layout.ts'
import { encodedFrom } from './inputBlocks.ts'

/** Inputs and units told of: those with the longest vectors of weights. */
const mostInputs = 60
const mostUnits = 128

/**
 * The weights of the first layer that has some, by what goes in; of the members of an ensemble that have weights of their own
 * the first. Null where the first weights do not take the network's inputs.
 *
 * @param weights flat, as the engine takes them
 */
export function firstLayer(fitted: FittedRecipe, spec: EngineSpec, weights: Float32Array): FirstLayer | null {
  const names = featureNames(fitted, spec.features)
  const columns = encodedFrom(fitted.inputs.length, spec.features)
  let start = 0
  for (const { name, shape } of parameterLayout(spec)) {
    const size = shape.reduce((product, length) => product * length, 1)
    const [rows = 0, units = 0] = shape.slice(-2)
    if (name.startsWith('layers.') && name.endsWith('.weights')) {
      if (rows !== names.length) return null
      const own = weights.subarray(start, start + rows * units)
      const inputs = strongest(rows, mostInputs, (row) => lengthOf(units, (unit) => own[row * units + unit]))
      const shown = strongest(units, mostUnits, (unit) => lengthOf(rows, (row) => own[row * units + unit]))
      return {
        inputs: inputs.map((row) => ({
          name: names[row] ?? '',
          from: fitted.inputs[columns[row] ?? -1]?.from ?? '',
        })),
        units: shown.length,
        weights: inputs.flatMap((row) => shown.map((unit) => own[row * units + unit] ?? NaN)),
        ofInputs: rows,
        ofUnits: units,
      }
    }
    start += size
  }
  return null
}

function lengthOf(count: number, at: (i: number) => number | undefined): number {
  let sum = 0
  for (let i = 0; i < count; i++) sum += (at(i) ?? 0) ** 2
  return Math.sqrt(sum)
}

/** The places of the greatest strengths, in their own order. */
function strongest(count: number, most: number, strengthOf: (at: number) => number): number[] {
  const all = Array.from({ length: count }, (_, at) => ({ at, strength: strengthOf(at) }))
  return all
    .toSorted((a, b) => b.strength - a.strength || a.at - b.at)
    .slice(0, most)
    .map(({ at }) => at)
    .toSorted((a, b) => a - b)
}
