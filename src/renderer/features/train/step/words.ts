import type { Activation } from '../../../../shared/training.ts'
import type { StepView } from '../../../../shared/workedSteps.ts'
import { formatValue } from '../../../../core/words/values.ts'
import { plural } from '../../../../core/words/format.ts'
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
