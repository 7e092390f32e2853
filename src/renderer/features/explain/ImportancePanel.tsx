import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import type { ComparedMetric } from '../../../shared/comparison.ts'
import type { Effort, ImportanceReport } from '../../../shared/explain.ts'
import { mainMetric } from '../../../core/metrics/mainMetric.ts'
import { formatValue } from '../../../core/words/values.ts'
import { Card } from '../../components/Page.tsx'
import type { EvaluateViewProps } from '../evaluate/viewProps.ts'
import { importanceMetrics } from './metrics.ts'
import { IntervalBars } from './charts/IntervalBars.tsx'
import { chartHeight } from './charts/plot.ts'
import { Explained } from './Explained.tsx'
import { EffortChoice } from './fields.tsx'
import { useExplanation } from './useExplanation.ts'
import { noCause, rowsText } from './words.ts'
import styles from './explain.module.css'

/** Columns shown at first. */
const shownAtFirst = 20
/** Pairs named in the warning. */
const namedPairs = 3

/** How much worse the model scores when a column is shuffled. */
export function ImportancePanel({ project, run, split, epoch }: EvaluateViewProps) {
  const [metric, setMetric] = useState<ComparedMetric>(mainMetric(run.task))
  const [effort, setEffort] = useState<Effort>('usual')
  const [together, setTogether] = useState(false)
  const metrics = importanceMetrics(run.task)
  const name = metrics.find(({ key }) => key === metric)?.name ?? metric
  const explanation = useExplanation('explain.importance', {
    project: project.id,
    run: run.id,
    ...(epoch === undefined ? {} : { epoch }),
    split,
    metric,
    effort,
    together,
  })
  return (
    <Card label="What matters">
      <div className={styles.controls}>
        <NativeSelect
          size="xs"
          label="Measured by"
          className={styles.inline ?? ''}
          value={metric}
          data={metrics.map(({ key, name: label }) => ({ value: key, label }))}
          onChange={(event) => {
            const chosen = metrics.find(({ key }) => key === event.currentTarget.value)
            if (chosen !== undefined) setMetric(chosen.key)
          }}
        />
        <EffortChoice value={effort} onChange={setEffort} />
      </div>
      <Explained explanation={explanation} title="Shuffling one column after the other">
        {(report) => (
          <Found report={report} name={name} runName={run.name} together={together} onTogether={setTogether} />
        )}
      </Explained>
    </Card>
  )
}

function Found(props: {
  report: ImportanceReport
  name: string
  runName: string
  together: boolean
  onTogether: (together: boolean) => void
}) {
  const { report, name, runName, together, onTogether } = props
  const [all, setAll] = useState(false)
  const { importances } = report
  const shown = all ? importances : importances.slice(0, shownAtFirst)
  const grows = report.direction === 'minimize'
  return (
    <>
      <Related report={report} together={together} onTogether={onTogether} />
      <div className={styles.chart} style={{ height: chartHeight(shown.length) }}>
        <IntervalBars
          title={`What matters to ${runName}`}
          summary={summaryOf(report, name)}
          fileName={`${runName} importance`}
          axisLabel={`${name} ${grows ? 'rises' : 'falls'} by so much when the column is shuffled`}
          bars={shown.map((one) => ({ label: one.name, value: one.importance, ...one.interval }))}
        />
      </div>
      {importances.length > shownAtFirst && (
        <Button size="compact-sm" onClick={() => setAll(!all)}>
          {all ? `The first ${shownAtFirst} alone` : `All ${importances.length} columns`}
        </Button>
      )}
      <p className="soft small">
        {name} is {formatValue(report.score)} on {rowsText(report.rows, report.ofRows)} as they are. Each column was
        dealt to other rows {report.repeats} times; lines are intervals of 95 %, over chance in the dealing and in which
        rows there are. Pale bars may be nothing. {noCause}
      </p>
    </>
  )
}

function summaryOf({ importances }: ImportanceReport, name: string): string {
  const sure = importances.filter(({ interval }) => interval.low > 0)
  const named = sure.slice(0, 3).map(({ name: column, importance }) => `${column} (${formatValue(importance, 3)})`)
  return named.length === 0
    ? `No column changes the ${name} by more than chance.`
    : `By the ${name}, what matters most: ${named.join(', ')}. ${sure.length} of ${importances.length} matter by more than chance.`
}

/** Columns that tell the same hide each other's importance. */
function Related(props: { report: ImportanceReport; together: boolean; onTogether: (together: boolean) => void }) {
  const { report, together, onTogether } = props
  const { related } = report
  if (related.length === 0) return null
  const pairs = related.slice(0, namedPairs).map(({ a, b, value }) => `${a} and ${b} (${formatValue(value, 2)})`)
  const more = related.length - pairs.length
  return (
    <p className={styles.warning} role="note">
      {together
        ? 'Columns that go closely together were shuffled as one. '
        : `Some columns go closely together: ${pairs.join(', ')}${more > 0 ? ` and ${more} more pairs` : ''}. Where one is shuffled the other still tells, so both may look less important than they are. `}
      <Button size="compact-xs" ml={6} onClick={() => onTogether(!together)}>
        {together ? 'Shuffle each by itself' : 'Shuffle them together'}
      </Button>
    </p>
  )
}
