import { keptMegabytes, trainingSettingsSchema } from '../../../../shared/training.ts'
import { fieldWords } from '../../../../core/words/settings/fieldWords.ts'
import { useFormActions } from './context.ts'
import { Section } from './Section.tsx'
import { Setting, SwitchSetting } from './Setting.tsx'
import { limits, TrainingSetting, type GroupProps } from './trainingSettings.tsx'

const factors = limits.rateFactors.unwrap()
const factorNames = ['biases', 'embeddings', 'scales'] as const
const places = ['seed', 'threads', 'clipNorm', 'clipValue', 'rateFactors', 'divergence', 'keptMegabytes']
const divergenceSchema = trainingSettingsSchema.shape.divergence.unwrap().unwrap()

/** What is seldom changed: clipping, rates of groups, what happens when the loss explodes, repeatability and speed. */
export function AdvancedGroup({ training, set }: GroupProps) {
  const { onDone } = useFormActions()
  const { biasRateFactor, divergence = null } = training
  const rates = training.rateFactors ?? factors.parse(biasRateFactor === undefined ? {} : { biases: biasRateFactor })
  const threads = training.threads === null ? 'automatic threads' : `${training.threads} threads`
  return (
    <Section title="Advanced" places={places} summary={`Seed ${training.seed}, ${threads}`}>
      <TrainingSetting name="seed" training={training} set={set} />
      <TrainingSetting name="threads" training={training} set={set} />
      <TrainingSetting name="keptMegabytes" training={training} set={set} absent={keptMegabytes({})} />
      <TrainingSetting name="clipNorm" training={training} set={set} />
      <TrainingSetting name="clipValue" training={training} set={set} />
      {factorNames.map((name) => (
        <Setting
          key={name}
          place={`rateFactors.${name}`}
          schema={factors.shape[name].unwrap()}
          words={fieldWords[name]}
          value={rates[name]}
          onChange={(value) => {
            if (typeof value !== 'number') return
            set({ rateFactors: { ...rates, [name]: value }, biasRateFactor: undefined })
          }}
        />
      ))}
      <SwitchSetting
        place="divergence"
        label={fieldWords.divergence.label}
        help={fieldWords.divergence.help}
        checked={divergence !== null}
        onChange={(on) => {
          set({ divergence: on ? divergenceSchema.parse({}) : null })
          onDone('Change what happens when the loss explodes')
        }}
      />
      {divergence !== null && (
        <>
          <Setting
            place="divergence.rollbacks"
            schema={divergenceSchema.shape.rollbacks.unwrap()}
            words={fieldWords.rollbacks}
            value={divergence.rollbacks}
            onChange={(value) => {
              if (typeof value === 'number') set({ divergence: { ...divergence, rollbacks: value } })
            }}
          />
          <Setting
            place="divergence.factor"
            schema={divergenceSchema.shape.factor.unwrap()}
            words={fieldWords.rollbackFactor}
            value={divergence.factor}
            onChange={(value) => {
              if (typeof value === 'number') set({ divergence: { ...divergence, factor: value } })
            }}
          />
        </>
      )}
    </Section>
  )
}
