import type { Activation, HiddenLayer } from '../../shared/training.ts'

const mortal: ReadonlySet<string> = new Set<Activation>(['relu', 'hardSigmoid', 'hardSwish'])

/** Whether an activation and its slope are exactly 0 over a range: a unit can come to answer 0 to every row. */
export function canDie(activation: string): boolean {
  return mortal.has(activation)
}

/** Whether among hidden layers is one with such an activation. */
export function hasUnitsThatDie(hidden: readonly HiddenLayer[]): boolean {
  return hidden.some((layer) => {
    if (layer.kind === 'residual') return hasUnitsThatDie(layer.layers)
    return (layer.kind === 'dense' || layer.kind === 'activation') && canDie(layer.activation)
  })
}
