import type { ColumnKind } from '../../shared/datasets.ts'
import type { FittedRecipe } from '../../shared/recipes.ts'

/**
 * Adds to every number among the inputs the edges of its bins: quantiles of the training rows, so that each bin holds
 * about as many of them (Gorishniy, Rubachev and Babenko, 2022, arXiv:2203.05556, section 3.2). Equal quantiles are one
 * edge; a number that does not vary gets none.
 *
 * @param inputs row-major training rows, as `transformInputs` gives them
 */
export function addEdges(fitted: FittedRecipe, inputs: Float32Array, bins: number): FittedRecipe {
  const width = fitted.inputs.length
  const isNumber = numberInputs(fitted)
  return {
    ...fitted,
    inputs: fitted.inputs.map((input, column) => {
      if (!isNumber(input)) return input
      const edges = quantileEdges(columnOf(inputs, width, column), bins)
      return edges.length < 2 ? input : { ...input, edges }
    }),
  }
}

/** Tells which inputs are numbers, whatever they were made of: neither indices nor the 0/1 columns of a category. */
export function numberInputs({
  features,
  rawInputs,
}: FittedRecipe): (input: FittedRecipe['inputs'][number]) => boolean {
  const numbers = numericFeatures(features ?? rawInputs)
  return ({ from, levels, numeric }) => levels === undefined && (numeric ?? numbers.has(from))
}

/** Features that are numbers or dates. */
export function numericFeatures(features: readonly { name: string; kind: ColumnKind }[]): Set<string> {
  return new Set(features.filter(({ kind }) => kind === 'number' || kind === 'date').map(({ name }) => name))
}

function columnOf(inputs: Float32Array, width: number, column: number): Float32Array {
  const values = new Float32Array(Math.floor(inputs.length / width))
  for (let row = 0; row < values.length; row++) values[row] = inputs[row * width + column] ?? 0
  return values
}

/** The different ones of the quantiles 0, 1/bins, …, 1, between neighbours linearly, as float32. */
function quantileEdges(values: Float32Array, bins: number): number[] {
  const sorted = values.sort()
  const edges: number[] = []
  for (let i = 0; i <= bins; i++) {
    const at = (i / bins) * (sorted.length - 1)
    const low = sorted[Math.floor(at)] ?? 0
    const high = sorted[Math.ceil(at)] ?? 0
    const edge = Math.fround(low + (high - low) * (at - Math.floor(at)))
    if (edges.length === 0 || edge > (edges.at(-1) ?? 0)) edges.push(edge)
  }
  return edges
}
