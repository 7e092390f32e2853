import type { Activation, Optimizer, RunConfig } from '../../../../shared/training.ts'
import type { StepView, SteppedParameter } from '../../../../shared/workedSteps.ts'
import { formatValue } from '../../../charts/format.ts'
import { plural } from '../../../components/format.ts'
import { plainNumber } from '../words.ts'
import { stageName, type Phase } from './phases.ts'

/** What happens in a phase, in a few words and in a sentence. */
export function phaseWords(phase: Phase, view: StepView): { title: string; text: string } {
  const { stages } = view
  switch (phase.kind) {
    case 'forward':
      return { title: `Forward: ${stageName(stages, phase.stage)}`, text: forwardText(view, phase.stage) }
    case 'loss':
      return {
        title: 'The loss',
        text: `The outputs are compared with the truth, “${view.actual}”. The loss says in one number how wrong they are: ${formatValue(view.loss)}.`,
      }
    case 'backward':
      return { title: `Backward: ${stageName(stages, phase.stage)}`, text: backwardText(view, phase.stage) }
    case 'update':
      return {
        title: 'The update',
        text: 'Every gradient is known. The optimizer moves each weight a little against its gradient, so that the loss of such a row falls.',
      }
  }
}

function forwardText({ stages }: StepView, index: number): string {
  const stage = stages[index]
  const units = plural(stage?.outputs.length ?? 0, 'unit')
  switch (stage?.kind) {
    case 'features':
      return `The row enters as ${plural(stage.outputs.length, 'number')}, as the preparation made them.`
    case 'dense':
      return `Each of ${units} multiplies what comes in by its weights, adds it up and adds its bias.`
    case 'activation':
      return 'Each sum goes through the activation function, which lets the network bend.'
    case 'dropout':
      return 'Some units are silenced by chance while it learns; here they are as chance has it in this step.'
    case 'residual':
      return 'What the block computed is added to what came into it.'
    case 'members':
      return 'From here on every member of the ensemble computes for itself.'
    default:
      return 'The numbers are scaled, with parameters of their own.'
  }
}

function backwardText({ stages }: StepView, index: number): string {
  if (index === stages.length - 1) {
    return 'How much the loss changes when one of the outputs’ sums grows a little: the beginning of backpropagation.'
  }
  return stages[index]?.kind === 'dense'
    ? 'By the chain rule the derivative goes through the activation to the sum. Times the input it is the gradient of each weight.'
    : 'Each unit gathers, over its outgoing weights, how much the loss changes when it grows a little.'
}

/** The activation functions in formulas, of the sum z. */
export const activationFormulas: Record<Activation, string> = {
  linear: 'a = z',
  relu: 'a = max(0, z)',
  leakyRelu: 'a = z for z > 0, else 0.01 · z',
  tanh: 'a = tanh(z)',
  sigmoid: 'a = 1 / (1 + e^−z)',
  gelu: 'a = z · Φ(z), Φ the normal distribution',
  elu: 'a = z for z > 0, else e^z − 1',
  selu: 'a = 1.0507 · z for z > 0, else 1.7581 · (e^z − 1)',
  silu: 'a = z / (1 + e^−z)',
  mish: 'a = z · tanh(ln(1 + e^z))',
  softplus: 'a = ln(1 + e^z)',
  hardSigmoid: 'a = z / 6 + ½, held between 0 and 1',
  hardTanh: 'a = z, held between −1 and 1',
  hardSwish: 'a = z · (z / 6 + ½, held between 0 and 1)',
}

/** How the loss comes about, where it has a formula that fits on a line. */
export function lossFormula(view: StepView, { network }: RunConfig, isClassification: boolean): string {
  const kind = network.loss?.kind ?? 'auto'
  const [first = NaN] = view.predictions
  if (isClassification && (kind === 'auto' || kind === 'crossEntropy')) {
    const p =
      view.predictions.length > 1 ? (view.predictions[view.target] ?? NaN) : view.target === 1 ? first : 1 - first
    return `cross-entropy: L = −ln p(${view.actual}) = −ln ${formatValue(p)} = ${formatValue(-Math.log(p))}`
  }
  if (kind === 'auto' || kind === 'meanSquaredError') {
    return `squared error: L = (output − target)² = (${formatValue(first)} − ${formatValue(view.target)})² = ${formatValue((first - view.target) ** 2)}`
  }
  if (kind === 'meanAbsoluteError') {
    return `absolute error: L = |output − target| = |${formatValue(first)} − ${formatValue(view.target)}| = ${formatValue(Math.abs(first - view.target))}`
  }
  return `L = ${formatValue(view.loss)}`
}

/** How an optimizer moves a weight: its rule, and the same with a weight's numbers. Null where a weight alone says too little. */
export function updateFormulas(
  optimizer: Optimizer,
  parameter: SteppedParameter,
  { learningRate, step }: Pick<StepView, 'learningRate' | 'step'>,
): { rule: string; numbers: string } | null {
  const { before, effective: g, after } = parameter
  const value = (number: number) => formatValue(number)
  const moment = (name: string) => parameter.moments.find((candidate) => candidate.name === name)
  const rate = plainNumber(Number(learningRate.toPrecision(4)))
  switch (optimizer.kind) {
    case 'gradientDescent':
      return {
        rule: 'w ← w − η · g',
        numbers: `${value(before)} − ${rate} · ${value(g)} = ${value(after)}`,
      }
    case 'momentum':
    case 'nesterov': {
      const velocity = moment('velocity')
      if (velocity === undefined) return null
      const { momentum } = optimizer
      const speed = `v = ${momentum} · ${value(velocity.before)} + ${value(g)} = ${value(velocity.after)}`
      if (optimizer.kind === 'momentum') {
        return {
          rule: 'v ← μ · v + g\nw ← w − η · v',
          numbers: `${speed}\nw = ${value(before)} − ${rate} · ${value(velocity.after)} = ${value(after)}`,
        }
      }
      return {
        rule: 'v ← μ · v + g\nw ← w − η · (g + μ · v)',
        numbers: `${speed}\nw = ${value(before)} − ${rate} · (${value(g)} + ${momentum} · ${value(velocity.after)}) = ${value(after)}`,
      }
    }
    case 'adagrad': {
      const sum = moment('squareSum')
      if (sum === undefined) return null
      return {
        rule: 's ← s + g²\nw ← w − η · g / (√s + ε)',
        numbers: `s = ${value(sum.before)} + (${value(g)})² = ${value(sum.after)}\nw = ${value(before)} − ${rate} · ${value(g)} / √${value(sum.after)} = ${value(after)}`,
      }
    }
    case 'rmsprop': {
      const square = moment('meanSquare')
      if (square === undefined || optimizer.centered === true) return null
      const { decay } = optimizer
      return {
        rule: 's ← ρ · s + (1 − ρ) · g²\nw ← w − η · g / (√s + ε)',
        numbers: `s = ${decay} · ${value(square.before)} + ${plainNumber(Number((1 - decay).toPrecision(4)))} · (${value(g)})² = ${value(square.after)}\nw = ${value(before)} − ${rate} · ${value(g)} / √${value(square.after)} = ${value(after)}`,
      }
    }
    case 'adam':
    case 'adamW': {
      const [mean, square] = [moment('mean'), moment('meanSquare')]
      if (mean === undefined || square === undefined) return null
      const { beta1, beta2 } = optimizer
      const m = mean.after / (1 - beta1 ** step)
      const s = square.after / (1 - beta2 ** step)
      return {
        rule: `m ← β₁ · m + (1 − β₁) · g\ns ← β₂ · s + (1 − β₂) · g²\nm̂ = m / (1 − β₁ᵗ), ŝ = s / (1 − β₂ᵗ)\nw ← w − η · m̂ / (√ŝ + ε)${optimizer.kind === 'adamW' ? '   after w ← w − η · λ · w' : ''}`,
        numbers: `m = ${value(mean.before)} → ${value(mean.after)}\ns = ${value(square.before)} → ${value(square.after)}\nt = ${step}: m̂ = ${value(m)}, ŝ = ${value(s)}\nw = ${value(before)} → ${value(after)}, a step of ${value(after - before)} at η = ${rate}`,
      }
    }
    default:
      return null
  }
}
