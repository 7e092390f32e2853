import { Card } from '../../../components/Page.tsx'
import { fieldWords } from '../fieldWords.ts'
import { useFormActions } from './context.ts'
import { Setting, SwitchSetting } from './Setting.tsx'
import { limits, TrainingSetting, type GroupProps } from './trainingSettings.tsx'

const stopping = limits.earlyStopping.unwrap().shape

/** When a run ends by itself. */
export function StoppingGroup({ training, set }: GroupProps) {
  const { onDone } = useFormActions()
  const { earlyStopping } = training
  return (
    <Card title="When to stop">
      <TrainingSetting name="epochs" training={training} set={set} />
      <SwitchSetting
        label={fieldWords.earlyStopping.label}
        help={fieldWords.earlyStopping.help}
        checked={earlyStopping !== null}
        onChange={(on) => {
          set({ earlyStopping: on ? { patience: 20, minDelta: 0 } : null })
          onDone('Change early stopping')
        }}
      />
      {earlyStopping !== null &&
        (['patience', 'minDelta'] as const).map((name) => (
          <Setting
            key={name}
            place={`earlyStopping.${name}`}
            schema={stopping[name]}
            words={fieldWords[name]}
            value={earlyStopping[name]}
            onChange={(value) => {
              if (typeof value === 'number') set({ earlyStopping: { ...earlyStopping, [name]: value } })
            }}
          />
        ))}
      <TrainingSetting name="timeLimitSeconds" training={training} set={set} />
    </Card>
  )
}
