import { DescentError } from '../../shared/errors.ts'
import type { FittedRecipe } from '../../shared/recipes.ts'
import { lossesOf, type ClassWeights, type Loss, type Network } from '../../shared/training.ts'
import type { EngineLoss, EngineLossOptions } from './engine.ts'

type Target = FittedRecipe['target']

/** The engine's loss with the options that differ from its defaults, and the units of the output layer. */
export interface ResolvedLoss {
  loss: EngineLoss
  lossOptions?: EngineLossOptions
  outputs: number
}

/** Throws `usage` where the loss does not fit the task or names a class that the target does not have. */
export function resolveLoss(target: Target, { loss }: Pick<Network, 'loss'>): ResolvedLoss {
  const chosen = loss ?? { kind: 'auto' as const }
  if (!lossesOf[target.task].includes(chosen.kind)) throw doesNotFit(target, chosen)
  return target.task === 'regression' ? lossOfNumbers(chosen) : lossOfClasses(target, chosen)
}

function lossOfNumbers(loss: Loss): ResolvedLoss {
  switch (loss.kind) {
    case 'huber':
      return { loss: 'huber', lossOptions: { delta: loss.delta }, outputs: 1 }
    case 'quantile':
      return { loss: 'quantile', lossOptions: { quantiles: loss.quantiles }, outputs: loss.quantiles.length }
    case 'gaussian':
      return { loss: 'gaussianNll', outputs: 2 }
    case 'meanAbsoluteError':
    case 'logCosh':
    case 'poisson':
    case 'gamma':
      return { loss: loss.kind, outputs: 1 }
    default:
      return { loss: 'meanSquaredError', outputs: 1 }
  }
}

function lossOfClasses(target: Extract<Target, { task: 'classification' }>, loss: Loss): ResolvedLoss {
  const classes = target.classes.length
  const outputs = classes === 2 ? 1 : classes
  const entropy = classes === 2 ? 'binaryCrossEntropy' : 'softmaxCrossEntropy'
  switch (loss.kind) {
    case 'crossEntropy': {
      const { labelSmoothing } = loss
      const options = { ...weightsOption(target, loss.classWeights), ...(labelSmoothing > 0 ? { labelSmoothing } : {}) }
      return { loss: entropy, ...(Object.keys(options).length > 0 ? { lossOptions: options } : {}), outputs }
    }
    case 'focal':
      return { loss: 'focal', lossOptions: { gamma: loss.gamma, ...weightsOption(target, loss.classWeights) }, outputs }
    case 'hinge':
      return { loss: 'hinge', outputs }
    default:
      return { loss: entropy, outputs }
  }
}

/** Weights by class; balanced ones are rows / (classes · rows of the class). */
function weightsOption(
  target: Extract<Target, { task: 'classification' }>,
  weights: ClassWeights | null,
): { classWeights?: number[] } {
  if (weights === null) return {}
  const { classes, name } = target
  if (weights === 'balanced') {
    const counts = target.counts ?? classes.map(() => 1)
    const rows = counts.reduce((sum, count) => sum + count, 0)
    return { classWeights: counts.map((count) => rows / (classes.length * Math.max(1, count))) }
  }
  const unknown = Object.keys(weights).find((label) => !classes.includes(label))
  if (unknown !== undefined) {
    throw new DescentError('usage', `network.loss.classWeights names “${unknown}”, which “${name}” does not have.`, {
      hint: `Its classes are ${classes.slice(0, 10).join(', ')}${classes.length > 10 ? ', …' : ''}.`,
    })
  }
  return { classWeights: classes.map((label) => weights[label] ?? 1) }
}

function doesNotFit(target: Target, { kind }: Loss): DescentError {
  const holds = target.task === 'regression' ? 'is learned as a number' : 'holds classes'
  return new DescentError('usage', `network.loss is ${kind}, but “${target.name}” ${holds}.`, {
    hint: `Losses for it are ${lossesOf[target.task].join(', ')}.`,
  })
}
