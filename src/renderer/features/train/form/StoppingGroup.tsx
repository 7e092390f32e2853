import { Card } from '../../../components/Page.tsx'
import type { WatchedMetric } from '../../../../shared/training.ts'
import { fieldWords } from '../fieldWords.ts'
import { metricNames } from '../names.ts'
import { SelectField } from '../SelectField.tsx'
import { useFormActions } from './context.ts'
import { Setting, SwitchSetting } from './Setting.tsx'
import { limits, TrainingSetting, type GroupProps } from './trainingSettings.tsx'

const stopping = limits.earlyStopping.unwrap().shape

/** When a run ends by itself. */
export function StoppingGroup({ training, set, metrics }: GroupProps & { metrics: readonly WatchedMetric[] }) {
  const { onDone } = useFormActions()
  const { earlyStopping } = training
  const watched = earlyStopping?.metric ?? 'loss'
  // One that the network does not have comes from a file or from before the target was changed: it is shown to be changed.
  const offered = metrics.includes(watched) ? metrics : [watched, ...metrics]
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
      {earlyStopping !== null && metrics.length > 0 && (
        <SelectField
          label={fieldWords.watched.label}
          help={fieldWords.watched.help}
          value={watched}
          options={
            Object.fromEntries(offered.map((name) => [name, metricNames[name]])) as Record<WatchedMetric, string>
          }
          onChange={(metric: WatchedMetric) => {
            const { patience, minDelta } = earlyStopping
            set({ earlyStopping: metric === 'loss' ? { patience, minDelta } : { patience, minDelta, metric } })
            onDone('Change what early stopping watches')
          }}
        />
      )}
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
