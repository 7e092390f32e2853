import { withOptimizer } from '../../../../core/defaults/suited.ts'
import { optimizerSchema } from '../../../../shared/training.ts'
import type { ReactNode } from 'react'
import { formatCount } from '../../../../core/words/format.ts'
import { fieldWords, optimizerHelp, optimizerWords } from '../../../../core/words/settings/fieldWords.ts'
import { optimizerFormulas } from '../formulas.ts'
import { optimizerNames } from '../../../../core/words/settings/names.ts'
import { useFormActions } from './context.ts'
import { variantsOf } from './describe.ts'
import { Group } from './Section.tsx'
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
  const { onDone, onlyChanged } = useFormActions()
  const rows = trainingRows === null ? '' : ` (${formatCount(trainingRows)})`
  return (
    <Group title="Learning" places={['learningRate', 'batchSize', 'optimizer']}>
      <TrainingSetting name="learningRate" training={training} set={set} />
      {training.optimizer.kind !== 'lbfgs' && !onlyChanged && rangeTest}
      {training.batchSize !== null && <TrainingSetting name="batchSize" training={training} set={set} absent={32} />}
      <SwitchSetting
        place={training.batchSize === null ? 'batchSize' : 'batchSize.whole'}
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
        explained={optimizerHelp}
        formulas={optimizerFormulas}
        value={training.optimizer}
        variants={variants}
        fields={optimizerWords}
        more={`Settings of ${optimizerNames[training.optimizer.kind]}`}
        onKind={(kind) => set(withOptimizer(training, optimizerSchema.parse({ kind })))}
        onSetting={(name, value) => set({ optimizer: optimizerSchema.parse({ ...training.optimizer, [name]: value }) })}
      />
    </Group>
  )
}
