import { activations, type Activation } from '../../../../shared/training.ts'

export function isActivation(name: string | null): name is Activation {
  return (activations as readonly (string | null)[]).includes(name)
}
