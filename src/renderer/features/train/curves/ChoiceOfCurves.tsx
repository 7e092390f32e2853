import { NativeSelect } from '@mantine/core'
import type { CurveMetric } from '../../../../shared/training.ts'
import type { MetricWord } from '../../evaluate/metricWords.ts'
import type { CurveChoice } from './curveChoices.ts'

const atKept = 'kept '

/** Chooses what a run's chart shows: of every epoch, or of the kept ones. */
export function ChoiceOfCurves(props: {
  recorded: readonly CurveChoice[]
  kept: readonly MetricWord[]
  chosen: CurveMetric | MetricWord
  onRecorded: (metric: CurveMetric) => void
  onKept: (word: MetricWord) => void
}) {
  const { recorded, kept, chosen } = props
  const every = recorded.map(({ metric, label }) => ({ value: metric, label }))
  const some = kept.map(({ key, name }) => ({ value: atKept + key, label: name }))
  return (
    <NativeSelect
      aria-label="Curve shown"
      size="xs"
      w={170}
      value={typeof chosen === 'string' ? chosen : atKept + chosen.key}
      data={
        some.length === 0
          ? every
          : [
              { group: 'Recorded at every epoch', items: every },
              { group: 'Worked out at kept epochs', items: some },
            ]
      }
      onChange={({ currentTarget: { value } }) => {
        const found = recorded.find(({ metric }) => metric === value)
        const word = kept.find(({ key }) => atKept + key === value)
        if (found !== undefined) props.onRecorded(found.metric)
        else if (word !== undefined) props.onKept(word)
      }}
    />
  )
}
