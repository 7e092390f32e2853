import { useCall } from '../../app/data.tsx'
import { formatValue } from '../../../core/words/values.ts'
import { FailureNote } from '../../components/FailureNote.tsx'
import { formatCount, plural } from '../../../core/words/format.ts'
import { Loading } from '../../components/Loading.tsx'
import { Card } from '../../components/Page.tsx'
import type { EvaluateViewProps } from '../evaluate/viewProps.ts'
import { HeatChart } from './charts/HeatChart.tsx'
import styles from './explain.module.css'

/** The weights between what the network takes and its first layer. */
export function LayerPanel({ project, run, epoch }: EvaluateViewProps) {
  const { data, error, refetch } = useCall('explain.firstLayer', {
    project: project.id,
    run: run.id,
    ...(epoch === undefined ? {} : { epoch }),
  })
  if (error !== null) return <FailureNote error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  if (data === null) {
    return <p className="soft">The first layer of this network has no weights that take its inputs as they are.</p>
  }
  const { inputs, units, weights, ofInputs, ofUnits } = data
  const strongest = inputs
    .map(({ name }, at) => ({
      name,
      strength: Math.hypot(...weights.slice(at * units, (at + 1) * units)),
    }))
    .toSorted((a, b) => b.strength - a.strength)
  const few = inputs.length < ofInputs || units < ofUnits
  return (
    <Card label="First layer">
      <div className={styles.chart} style={{ height: 110 + Math.min(60, Math.max(8, inputs.length)) * 16 }}>
        <HeatChart
          title={`Weights of the first layer of ${run.name}`}
          summary={`Weights of ${plural(inputs.length, 'input')} to ${plural(units, 'unit')}. The longest: ${strongest
            .slice(0, 3)
            .map(({ name, strength }) => `${name} (${formatValue(strength, 3)})`)
            .join(', ')}.`}
          fileName={`${run.name} first layer`}
          xLabel="unit of the first layer"
          yLabel="input"
          xs={Array.from({ length: units }, (_, unit) => String(unit + 1))}
          ys={inputs.map(({ name }) => name)}
          values={weights}
          aroundZero
        />
      </div>
      <p className="soft small">
        A line of the picture is an input, a cell its weight to a unit: strong colours move the unit much, upwards or
        downwards; pale lines are hardly listened to. Inputs are comparable where they are scaled alike.
        {few &&
          ` The strongest ${formatCount(inputs.length)} of ${plural(ofInputs, 'input')} and ${formatCount(units)} of ${plural(ofUnits, 'unit')} are shown.`}
      </p>
    </Card>
  )
}
