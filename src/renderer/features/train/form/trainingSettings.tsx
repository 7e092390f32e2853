import { trainingSettingsSchema, type TrainingSettings } from '../../../../shared/training.ts'
import { fieldWords } from '../../../../core/words/settings/fieldWords.ts'
import { Setting } from './Setting.tsx'

export const limits = trainingSettingsSchema.shape

/** What a group of training settings is given. */
export interface GroupProps {
  training: TrainingSettings
  set: (change: Partial<TrainingSettings>) => void
}

/** Settings that are one number; those that may be absent with what they then are. */
type PlainSetting = {
  [K in keyof TrainingSettings]-?: K extends keyof typeof fieldWords
    ? TrainingSettings[K] extends number | null | undefined
      ? K
      : never
    : never
}[keyof TrainingSettings]

/** A training setting that is one number. */
export function TrainingSetting({
  name,
  training,
  set,
  absent = null,
}: GroupProps & {
  name: PlainSetting
  /** What is shown where the configuration leaves it out. */
  absent?: number | null
}) {
  const schema = limits[name]
  return (
    <Setting
      place={name}
      schema={'unwrap' in schema && training[name] !== null && absent !== null ? schema.unwrap() : schema}
      words={fieldWords[name]}
      value={training[name] ?? absent}
      onChange={(value) => set({ [name]: value })}
    />
  )
}
