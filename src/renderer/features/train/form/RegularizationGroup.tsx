import { averagingSchema, type Averaging } from '../../../../shared/training.ts'
import { averagingWords, fieldWords } from '../../../../core/words/settings/fieldWords.ts'
import { averagingNames } from '../../../../core/words/settings/names.ts'
import { plainNumber } from '../../../../core/words/settings/settingText.ts'
import { variantsOf } from './describe.ts'
import { Section } from './Section.tsx'
import { TrainingSetting, type GroupProps } from './trainingSettings.tsx'
import { VariantFields } from './VariantFields.tsx'

const places = ['l2', 'l1', 'weightDecay', 'averaging']
const variants = variantsOf(averagingSchema)

/** What holds the network back from memorising, and the average of its weights. */
export function RegularizationGroup({ training, set }: GroupProps) {
  const averaging = training.averaging ?? { kind: 'none' as const }
  const { l2, l1 = 0, weightDecay = 0 } = training
  const parts = [
    l2 > 0 && `L2 ${plainNumber(l2)}`,
    l1 > 0 && `L1 ${plainNumber(l1)}`,
    weightDecay > 0 && `decay ${plainNumber(weightDecay)}`,
    averaging.kind !== 'none' && (averaging.kind === 'exponential' ? 'EMA' : 'SWA'),
  ].filter((part) => part !== false)
  return (
    <Section title="Regularization" places={places} summary={parts.length === 0 ? 'None' : parts.join(', ')}>
      <TrainingSetting name="l2" training={training} set={set} />
      <TrainingSetting name="l1" training={training} set={set} absent={0} />
      <TrainingSetting name="weightDecay" training={training} set={set} absent={0} />
      <VariantFields
        place="averaging"
        words={fieldWords.averaging}
        names={averagingNames}
        value={averaging}
        variants={variants}
        fields={averagingWords}
        onKind={(kind) => set({ averaging: kind === 'none' ? null : freshAveraging(kind, training.epochs) })}
        onSetting={(name, value) => set({ averaging: averagingSchema.parse({ ...averaging, [name]: value }) })}
      />
    </Section>
  )
}

/** The mean of epochs begins with the last quarter of the run. */
function freshAveraging(kind: Averaging['kind'], epochs: number): Averaging {
  return kind === 'stochastic'
    ? { kind, startEpoch: Math.max(1, Math.round(epochs * 0.75)) }
    : averagingSchema.parse({ kind })
}
