import { decayInForce } from '../../../../core/training/decayInForce.ts'
import type { Optimizer, RunConfig } from '../../../../shared/training.ts'
import type { StepView, SteppedParameter } from '../../../../shared/workedSteps.ts'
import { formatValue } from '../../../../core/words/values.ts'
import { plainNumber } from '../../../../core/words/settings/settingText.ts'

/** A formula's result this far from the engine's, of its size, is another formula. */
const ROUNDING = 1e-3

function agree(a: number, b: number, size: number): boolean {
  return Math.abs(a - b) <= ROUNDING * Math.abs(size) + 1e-9
}

const value = (number: number): string => formatValue(number)
const short = (number: number): string => plainNumber(Number(number.toPrecision(4)))

/**
 * The loss in numbers, as its formula has it; what the formula alone leaves out (weights of classes and rows, members
 * that are averaged) is said beside it. Lines are true: where the numbers do not give the engine's loss, it stands alone.
 */
export function lossNumbers(
  view: StepView,
  { network }: Pick<RunConfig, 'network'>,
  isClassification: boolean,
): string[] {
  const plain = plainLoss(view, network.loss?.kind ?? 'auto', isClassification)
  if (plain === null) return [`L = ${value(view.loss)}`]
  const { text, loss } = plain
  if (agree(loss, view.loss, view.loss)) return [`L = ${text} = ${value(view.loss)}`]
  if (view.members > 1) {
    return [
      `L = ${value(view.loss)}, the mean over the members’ own losses`,
      `of their mean output: ${text} = ${value(loss)}`,
    ]
  }
  const smoothing = network.loss?.kind === 'crossEntropy' ? network.loss.labelSmoothing : 0
  if (smoothing > 0) return [`L = ${value(view.loss)}, with labels smoothed by ${short(smoothing)}`]
  const weight = view.loss / loss
  return [
    `L = c · (${text.split(' = ')[0] ?? text}) = ${value(weight)} · ${value(loss)} = ${value(view.loss)}`,
    'c is the weight of the row and its class',
  ]
}

function plainLoss(view: StepView, kind: string, isClassification: boolean): { text: string; loss: number } | null {
  const [first = NaN] = view.predictions
  if (isClassification && (kind === 'auto' || kind === 'crossEntropy')) {
    const p =
      view.predictions.length > 1 ? (view.predictions[view.target] ?? NaN) : view.target === 1 ? first : 1 - first
    return { text: `−ln p(${view.actual}) = −ln ${value(p)}`, loss: -Math.log(p) }
  }
  if (isClassification) return null
  const gap = first - view.target
  if (kind === 'auto' || kind === 'meanSquaredError') {
    return { text: `(output − target)² = (${value(first)} − ${value(view.target)})²`, loss: gap ** 2 }
  }
  if (kind !== 'meanAbsoluteError') return null
  return { text: `|output − target| = |${value(first)} − ${value(view.target)}|`, loss: Math.abs(gap) }
}

/** What the optimizer sees of a gradient, where that is not the gradient itself. */
export function seenGradient({ gradient, effective }: SteppedParameter, { clipScale }: StepView): string | null {
  if (agree(gradient, effective, gradient)) return null
  const clipped = clipScale * gradient
  const parts = clipScale < 1 ? [`${short(clipScale)} · ${value(gradient)}`] : [value(gradient)]
  const penalty = effective - clipped
  if (!agree(clipped, effective, effective)) parts.push(`${value(penalty)}`)
  return `g = ${parts.join(' + ')} = ${value(effective)}`
}

/**
 * How the optimizer moves a weight, in its numbers. The last line is true: where the numbers do not give what the engine
 * gave (the whole matrix matters, or all steps before), it only says from where to where.
 */
export function updateNumbers(
  config: Pick<RunConfig, 'training'>,
  parameter: SteppedParameter,
  view: Pick<StepView, 'learningRate' | 'step'>,
): string[] {
  const { before, after, moments } = parameter
  const decay = decayInForce(config)
  const kept = before * (1 - view.learningRate * decay)
  const lines = moments.map(
    ({ name, before: old, after: now }) => `${momentWords[name] ?? name}: ${value(old)} → ${value(now)}`,
  )
  const found = movement(config.training.optimizer, parameter, view)
  const rate = short(view.learningRate)
  for (const from of decay > 0 ? [kept, before] : [before]) {
    if (found === null || !agree(from - view.learningRate * found.length, after, after - before)) continue
    if (from !== before) lines.unshift(`w ← (1 − ${rate} · ${short(decay)}) · ${value(before)} = ${value(from)}`)
    return [...lines, `w ← ${value(from)} − ${rate} · ${found.text} = ${value(after)}`]
  }
  return [...lines, `w: ${value(before)} → ${value(after)}, a step of ${value(after - before)} at η = ${rate}`]
}

const momentWords: Record<string, string> = {
  velocity: 'u',
  squareSum: 'v',
  mean: 'm',
  meanSquare: 'v',
  largestMeanSquare: 'largest v',
}

/** What the rate is multiplied with; null where one weight's numbers do not say it. */
function movement(
  optimizer: Optimizer,
  { effective: g, moments }: SteppedParameter,
  { step }: Pick<StepView, 'step'>,
): { text: string; length: number } | null {
  const after = (name: string): number => moments.find((moment) => moment.name === name)?.after ?? NaN
  const before = (name: string): number => moments.find((moment) => moment.name === name)?.before ?? NaN
  const ratio = (top: number, square: number, epsilon: number) => ({
    text: `${value(top)} / √${value(square)}`,
    length: top / (Math.sqrt(square) + epsilon),
  })
  switch (optimizer.kind) {
    case 'gradientDescent':
      return { text: value(g), length: g }
    case 'momentum':
      return { text: value(after('velocity')), length: after('velocity') }
    case 'nesterov': {
      const length = g + optimizer.momentum * after('velocity')
      return { text: `(${value(g)} + ${optimizer.momentum} · ${value(after('velocity'))})`, length }
    }
    case 'adagrad':
      return ratio(g, after('squareSum'), optimizer.epsilon)
    case 'rmsprop': {
      const mean = optimizer.centered === true ? after('mean') : 0
      return ratio(g, after('meanSquare') - mean ** 2, optimizer.epsilon)
    }
    case 'adam':
    case 'adamW':
    case 'amsgrad': {
      const square = after(optimizer.kind === 'amsgrad' ? 'largestMeanSquare' : 'meanSquare')
      const { beta1, beta2, epsilon } = optimizer
      return ratio(after('mean') / (1 - beta1 ** step), square / (1 - beta2 ** step), epsilon)
    }
    case 'lion': {
      const blend = optimizer.beta1 * before('mean') + (1 - optimizer.beta1) * g
      return { text: `sign(${value(blend)})`, length: Math.sign(blend) }
    }
    case 'nadam':
    case 'radam':
    case 'muon':
    case 'lbfgs':
      return null
  }
}
