import { scheduleSchema } from '../../../../shared/training.ts'
import { plural } from '../../../../core/words/format.ts'
import { fieldWords, scheduleHelp, scheduleWords } from '../../../../core/words/settings/fieldWords.ts'
import { scheduleFormulas } from '../formulas.ts'
import { SchedulePicture } from '../SchedulePicture.tsx'
import { scheduleNames } from '../../../../core/words/settings/names.ts'
import { variantsOf } from './describe.ts'
import { Section } from './Section.tsx'
import { TrainingSetting, type GroupProps } from './trainingSettings.tsx'
import { VariantFields } from './VariantFields.tsx'

const variants = variantsOf(scheduleSchema)

/** How the learning rate changes over the run. */
export function ScheduleGroup({ training, set, stepsPerEpoch }: GroupProps & { stepsPerEpoch: number | null }) {
  const schedule = training.schedule ?? { kind: 'constant' }
  const warmup = training.warmupEpochs ?? 0
  const summary = warmup > 0 ? `, warm-up of ${plural(warmup, 'epoch')}` : ''
  return (
    <Section
      title="Schedule"
      places={['schedule', 'warmupEpochs']}
      summary={`${scheduleNames[schedule.kind]}${summary}`}
      open={schedule.kind !== 'constant' || warmup > 0}
    >
      <VariantFields
        place="schedule"
        words={fieldWords.schedule}
        names={scheduleNames}
        explained={scheduleHelp}
        formulas={scheduleFormulas}
        value={schedule}
        variants={variants}
        fields={scheduleWords}
        onKind={(kind) => set({ schedule: scheduleSchema.parse({ kind }) })}
        onSetting={(name, value) => set({ schedule: scheduleSchema.parse({ ...schedule, [name]: value }) })}
      />
      <TrainingSetting name="warmupEpochs" training={training} set={set} absent={0} />
      {stepsPerEpoch !== null && (
        <SchedulePicture
          schedule={schedule}
          warmupEpochs={warmup}
          learningRate={training.learningRate}
          length={{ stepsPerEpoch, epochs: training.epochs }}
        />
      )}
    </Section>
  )
}
