import { withOptimizer } from '../../../../core/defaults/suited.ts'
import { optimizerSchema } from '../../../../shared/training.ts'
import type { ReactNode } from 'react'
import { formatCount } from '../../../components/format.ts'
import { Card } from '../../../components/Page.tsx'
import { fieldWords, optimizerWords } from '../fieldWords.ts'
import { optimizerNames } from '../names.ts'
import { useFormActions } from './context.ts'
import { variantsOf } from './describe.ts'
import { SwitchSetting } from './Setting.tsx'
import { TrainingSetting, type GroupProps } from './trainingSettings.tsx'
import { VariantFields } from './VariantFields.tsx'

const variants = variantsOf(optimizerSchema)

/** How each step is taken. */
export function OptimizerGroup({
  training,
  set,
  trainingRows,
  rangeTest,
}: GroupProps & { trainingRows: number | null; rangeTest: ReactNode }) {
  const { onDone } = useFormActions()
  const rows = trainingRows === null ? '' : ` (${formatCount(trainingRows)})`
  return (
    <Card title="Learning">
      <TrainingSetting name="learningRate" training={training} set={set} />
      {training.optimizer.kind !== 'lbfgs' && rangeTest}
      {training.batchSize !== null && <TrainingSetting name="batchSize" training={training} set={set} absent={32} />}
      <SwitchSetting
        label={`${fieldWords.wholeSplit.label}${rows}`}
        help={fieldWords.wholeSplit.help}
        checked={training.batchSize === null}
        onChange={(whole) => {
          set({ batchSize: whole ? null : 32 })
          onDone('Change the batch size')
        }}
      />
      <VariantFields
        place="optimizer"
        words={fieldWords.optimizer}
        names={optimizerNames}
        value={training.optimizer}
        variants={variants}
        fields={optimizerWords}
        more={`Settings of ${optimizerNames[training.optimizer.kind]}`}
        onKind={(kind) => set(withOptimizer(training, optimizerSchema.parse({ kind })))}
        onSetting={(name, value) => set({ optimizer: optimizerSchema.parse({ ...training.optimizer, [name]: value }) })}
      />
    </Card>
  )
}
