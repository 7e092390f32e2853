import { scheduleSchema } from '../../../../shared/training.ts'
import { plural } from '../../../components/format.ts'
import { fieldWords, scheduleHelp, scheduleWords } from '../fieldWords.ts'
import { scheduleNames } from '../names.ts'
import { variantsOf } from './describe.ts'
import { Section } from './Section.tsx'
import { TrainingSetting, type GroupProps } from './trainingSettings.tsx'
import { VariantFields } from './VariantFields.tsx'

const variants = variantsOf(scheduleSchema)

/** How the learning rate changes over the run. */
export function ScheduleGroup({ training, set }: GroupProps) {
  const schedule = training.schedule ?? { kind: 'constant' }
  const warmup = training.warmupEpochs ?? 0
  const summary = warmup > 0 ? `, warm-up of ${plural(warmup, 'epoch')}` : ''
  return (
    <Section
      title="Schedule"
      summary={`${scheduleNames[schedule.kind]}${summary}`}
      open={schedule.kind !== 'constant' || warmup > 0}
    >
      <VariantFields
        place="schedule"
        words={fieldWords.schedule}
        names={scheduleNames}
        explained={scheduleHelp}
        value={schedule}
        variants={variants}
        fields={scheduleWords}
        onKind={(kind) => set({ schedule: scheduleSchema.parse({ kind }) })}
        onSetting={(name, value) => set({ schedule: scheduleSchema.parse({ ...schedule, [name]: value }) })}
      />
      <TrainingSetting name="warmupEpochs" training={training} set={set} absent={0} />
    </Section>
  )
}
