import type { FittedRecipe } from '../../shared/recipes.ts'
import type { Network } from '../../shared/training.ts'
import { numberInputs } from '../recipe/edges.ts'
import type { EngineFeature } from './engine.ts'

/** Numbers that an embedding has where none are asked for: 1.6 · levels^0.56, rounded, at most 64. */
export function embeddingDimension(levels: number): number {
  return Math.min(64, Math.max(1, Math.round(1.6 * levels ** 0.56)))
}

/** How the columns of the matrix enter the network; undefined where all of them enter as they are. */
export function featuresOf(fitted: FittedRecipe, network: Network): EngineFeature[] | undefined {
  const { numbers, categories } = network
  const isNumber = numberInputs(fitted)
  const plain: number[] = []
  const encoded: number[] = []
  const indexed: EngineFeature[] = []
  for (const [column, input] of fitted.inputs.entries()) {
    const { levels, embedded, edges } = input
    if (levels !== undefined && categories?.kind !== 'embedding' && !embedded) {
      indexed.push({ kind: 'oneHot', column, levels })
    } else if (levels !== undefined) {
      const embedding = categories?.kind === 'embedding' ? categories : { dimension: null, deviation: 0.1 }
      indexed.push({
        kind: 'embedding',
        column,
        levels,
        dimension: embedding.dimension ?? embeddingDimension(levels),
        initialization: 'normal',
        initializationScale: embedding.deviation,
      })
    } else if (numbers?.kind === 'periodic' ? isNumber(input) : edges !== undefined) {
      encoded.push(column)
    } else {
      plain.push(column)
    }
  }
  if (encoded.length === 0 && indexed.length === 0) return undefined
  const numberFeatures: EngineFeature[] = plain.length === 0 ? [] : [{ kind: 'number', columns: plain }]
  return [...numberFeatures, ...encodings(fitted, network, encoded), ...indexed]
}

function encodings(fitted: FittedRecipe, { numbers }: Network, columns: readonly number[]): EngineFeature[] {
  if (columns.length === 0) return []
  if (numbers?.kind === 'periodic') return [{ ...numbers, columns: [...columns] }]
  const { dimension, activation } =
    numbers?.kind === 'piecewiseLinear' ? numbers : { dimension: null, activation: 'linear' as const }
  return [
    {
      kind: 'piecewiseLinear',
      columns: [...columns],
      edges: columns.map((column) => fitted.inputs[column]?.edges ?? []),
      dimension,
      activation: dimension === null ? 'linear' : activation,
    },
  ]
}

/** How many columns enter a network: a category counts once a level, unless it is embedded. */
export function inputCount({ inputs }: Pick<FittedRecipe, 'inputs'>, categories: Network['categories']): number {
  return inputs.reduce(
    (sum, { levels, embedded }) =>
      sum + (levels === undefined || embedded === true || categories?.kind === 'embedding' ? 1 : levels),
    0,
  )
}

/** Numbers that a feature gives to the first layer. */
export function featureWidth(feature: EngineFeature): number {
  switch (feature.kind) {
    case 'number':
      return feature.columns.length
    case 'oneHot':
      return feature.levels
    case 'embedding':
      return feature.dimension
    case 'periodic':
      return feature.columns.length * feature.dimension
    case 'piecewiseLinear':
      return feature.edges.reduce((sum, edges) => sum + (feature.dimension ?? edges.length - 1), 0)
  }
}
