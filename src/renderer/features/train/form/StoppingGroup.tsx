import type { WatchedMetric } from '../../../../shared/training.ts'
import { fieldWords } from '../../../../core/words/settings/fieldWords.ts'
import { metricNames } from '../../../../core/words/settings/names.ts'
import { usualStopping } from './changed.ts'
import { useFormActions } from './context.ts'
import { Group } from './Section.tsx'
import { ChoiceSetting, Setting, SwitchSetting } from './Setting.tsx'
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
    <Group title="When to stop" places={['epochs', 'earlyStopping', 'timeLimitSeconds']}>
      <TrainingSetting name="epochs" training={training} set={set} />
      <SwitchSetting
        place="earlyStopping"
        label={fieldWords.earlyStopping.label}
        help={fieldWords.earlyStopping.help}
        checked={earlyStopping !== null}
        onChange={(on) => {
          set({ earlyStopping: on ? usualStopping : null })
          onDone('Change early stopping')
        }}
      />
      {earlyStopping !== null && metrics.length > 0 && (
        <ChoiceSetting
          place="earlyStopping.metric"
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
    </Group>
  )
}
