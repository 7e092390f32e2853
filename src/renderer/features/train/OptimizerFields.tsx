import { optimizerSchema, type Optimizer } from '../../../shared/training.ts'
import { fieldWords } from './fieldWords.ts'
import { NumberField } from './NumberField.tsx'

type Parameter = 'momentum' | 'decay' | 'beta1' | 'beta2' | 'epsilon' | 'weightDecay' | 'momentumDecay'

const labels: Record<Parameter, string> = {
  momentum: 'Momentum',
  decay: 'Decay',
  beta1: 'Beta 1',
  beta2: 'Beta 2',
  epsilon: 'Epsilon',
  weightDecay: 'Weight decay',
  momentumDecay: 'Momentum decay',
}

const fromZeroToBelowOne = 'from 0 to below 1'
const ranges: Record<Parameter, string> = {
  momentum: fromZeroToBelowOne,
  decay: fromZeroToBelowOne,
  beta1: fromZeroToBelowOne,
  beta2: fromZeroToBelowOne,
  epsilon: 'above 0, at most 1',
  weightDecay: 'from 0 to 1,000,000',
  momentumDecay: 'from 0 to 1',
}

/** The parameters that the chosen optimizer has. */
export function OptimizerFields(props: {
  optimizer: Optimizer
  onChange: (optimizer: Optimizer) => void
  onDone: (label: string) => void
  onValidity: (field: string, valid: boolean) => void
}) {
  const { optimizer } = props
  const parameters = Object.entries(optimizer).filter((entry): entry is [Parameter, number] => entry[0] in labels)
  return parameters.map(([name, value]) => (
    <NumberField
      key={`${optimizer.kind} ${name}`}
      label={labels[name]}
      help={fieldWords[name]}
      value={value}
      accepts={(next) => optimizerSchema.safeParse({ ...optimizer, [name]: next }).success}
      range={ranges[name]}
      onChange={(next) => {
        const changed = optimizerSchema.safeParse({ ...optimizer, [name]: next })
        if (changed.success) props.onChange(changed.data)
      }}
      onDone={() => props.onDone(`Change ${labels[name].toLowerCase()}`)}
      onValidity={(valid) => props.onValidity(name, valid)}
    />
  ))
}
