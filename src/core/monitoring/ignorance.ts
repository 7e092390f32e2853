import type { FittedRecipe } from '../../shared/recipes.ts'
import type { RunConfig } from '../../shared/training.ts'

/**
 * The loss of a network that knows of the target no more than its mean, or that its classes are equally likely; null
 * where that depends on more than the loss. What a loss means is seen beside it: the first epoch of a learning rate that
 * is far too high may be any number.
 */
export function lossOfIgnorance(
  target: FittedRecipe['target'],
  { network }: Pick<RunConfig, 'network'>,
): number | null {
  const loss = network.loss ?? { kind: 'auto' as const }
  if (target.task === 'classification') {
    const classes = target.classes.length
    const isPlain = loss.kind === 'auto' || (loss.kind === 'crossEntropy' && typeof loss.classWeights !== 'object')
    return isPlain ? Math.log(classes) : loss.kind === 'hinge' ? 1 : null
  }
  if (loss.kind !== 'auto' && loss.kind !== 'meanSquaredError') return null
  return target.transform === undefined ? (target.std / target.scale) ** 2 : null
}
