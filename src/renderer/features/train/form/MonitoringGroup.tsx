import { Checkbox } from '@mantine/core'
import type { RecordedMetric } from '../../../../shared/training.ts'
import { fieldWords } from '../../../../core/words/settings/fieldWords.ts'
import { metricNames } from '../../../../core/words/settings/names.ts'
import { useFieldHelp } from '../fieldHelp.tsx'
import { lowerFirst } from '../../../../core/words/settings/settingText.ts'
import styles from '../train.module.css'
import { useFormActions } from './context.ts'
import { Section } from './Section.tsx'
import { SwitchSetting } from './Setting.tsx'
import { useMark } from './useMark.tsx'
import type { GroupProps } from './trainingSettings.tsx'

/** What is recorded at each epoch's end beside the loss, to be seen as a curve. */
export function MonitoringGroup({ training, set, offered }: GroupProps & { offered: readonly RecordedMetric[] }) {
  const { onDone } = useFormActions()
  const { metrics = [], trainMetrics = false } = training
  const words = fieldWords.metrics
  const { mark } = useMark('metrics', 'recorded metrics')
  const help = useFieldHelp(words.label, words.help)
  // One that the network does not have comes from a file or from before the target was changed: it is shown to be left out.
  const choices = [...metrics.filter((name) => !offered.includes(name)), ...offered]
  const choose = (chosen: readonly string[]) => {
    const next = choices.filter((name) => chosen.includes(name))
    set(next.length === 0 ? { metrics: undefined, trainMetrics: undefined } : { metrics: next })
    onDone('Change what is recorded')
  }
  const summary = metrics.length === 0 ? 'The loss' : `The loss, ${metrics.map(nameOf).join(', ')}`
  return (
    <Section title="Monitoring" places={['metrics', 'trainMetrics']} summary={summary} open={metrics.length > 1}>
      <p className={styles.legend}>
        <span className="faint small">{words.help}</span>
        {mark}
      </p>
      <Checkbox.Group data-place="metrics" aria-label={words.label} value={[...metrics]} onChange={choose}>
        <div className={styles.metricChoices}>
          {choices.map((name) => (
            <Checkbox key={name} value={name} label={metricNames[name]} {...help} />
          ))}
        </div>
      </Checkbox.Group>
      {metrics.some((name) => !offered.includes(name)) && (
        <p role="alert" className={styles.warnLine}>
          {metrics
            .filter((name) => !offered.includes(name))
            .map((name) => metricNames[name])
            .join(', ')}{' '}
          cannot be measured of this target with this loss: leave it out.
        </p>
      )}
      {metrics.length > 0 && (
        <SwitchSetting
          place="trainMetrics"
          label={fieldWords.trainMetrics.label}
          help={fieldWords.trainMetrics.help}
          checked={trainMetrics}
          onChange={(on) => {
            set({ trainMetrics: on ? true : undefined })
            onDone('Change what is recorded')
          }}
        />
      )}
    </Section>
  )
}

function nameOf(metric: RecordedMetric): string {
  return lowerFirst(metricNames[metric])
}
