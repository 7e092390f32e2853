import type { TargetOutputs } from '../../shared/recipes.ts'
import type { Network } from '../../shared/training.ts'

/** What a network asks of the preparation beyond the recipe. */
export interface NetworkNeeds {
  /**
   * A one-hot encoded category as 0/1 columns; as one column of indices into its levels, from which the network sees 0/1
   * columns; or as indices for an embedding.
   */
  categories: 'columns' | 'index' | 'embedding'
  /** Numbers get the edges of at most so many bins. */
  bins: number | null
  /** Numbers that the target must not fall below. */
  target: 'any' | 'notNegative' | 'positive'
  /** Outputs that are more than one number a row. */
  outputs: TargetOutputs | null
  /** Outputs of classes are scores, no probabilities. */
  scores: boolean
  /** The training rows of each class are counted. */
  counts: boolean
}

/** The recipe as it says itself: what a person sees of it, with the loss of the task. */
export const plainNeeds: NetworkNeeds = {
  categories: 'columns',
  bins: null,
  target: 'any',
  outputs: null,
  scores: false,
  counts: false,
}

export function needsOf({ numbers, categories, loss }: Network): NetworkNeeds {
  const inputs = {
    ...plainNeeds,
    categories: categories?.kind === 'embedding' ? ('embedding' as const) : ('index' as const),
    bins: numbers?.kind === 'piecewiseLinear' ? numbers.bins : null,
  }
  switch (loss?.kind) {
    case 'poisson':
      return { ...inputs, target: 'notNegative' }
    case 'gamma':
      return { ...inputs, target: 'positive' }
    case 'quantile':
      return { ...inputs, outputs: { kind: 'quantiles', quantiles: loss.quantiles } }
    case 'gaussian':
      return { ...inputs, outputs: { kind: 'gaussian' } }
    case 'hinge':
      return { ...inputs, scores: true }
    case 'crossEntropy':
    case 'focal':
      return { ...inputs, counts: loss.classWeights === 'balanced' }
    default:
      return inputs
  }
}
