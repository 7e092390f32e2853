import { Button, SegmentedControl } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { Effort, RowExplanation } from '../../../shared/explain.ts'
import type { Run } from '../../../shared/runs.ts'
import { useCall } from '../../app/data.tsx'
import { formatValue } from '../../../core/words/values.ts'
import { formatCount } from '../../../core/words/format.ts'
import { Card } from '../../components/Page.tsx'
import type { EvaluateViewProps } from '../evaluate/viewProps.ts'
import { StepDialog } from '../train/step/StepDialog.tsx'
import { chartHeight } from './charts/plot.ts'
import { Waterfall } from './charts/Waterfall.tsx'
import { waterfallSteps } from './charts/waterfallSteps.ts'
import { Explained } from './Explained.tsx'
import { ClassChoice, EffortChoice, RowNumber } from './fields.tsx'
import { useClasses } from './useClasses.ts'
import { useExplanation } from './useExplanation.ts'
import { noCause, outputName } from './words.ts'
import styles from './explain.module.css'

interface RowPanelProps extends EvaluateViewProps {
  row: number
  onRow: (row: number) => void
}

/** Why one row is predicted as it is. */
export function RowPanel(props: RowPanelProps) {
  const { project, run, epoch, row, onRow } = props
  const classes = useClasses(props)
  const [method, setMethod] = useState<'shapley' | 'gradients'>('shapley')
  const [effort, setEffort] = useState<Effort>('usual')
  const [chosen, setChosen] = useState<number | null>(null)
  const [stepping, setStepping] = useState(false)
  const of = { project: project.id, run: run.id, ...(epoch === undefined ? {} : { epoch }) }
  const { data: kept } = useCall('runs.kept', { project: project.id, run: run.id })
  const epochs = useMemo(() => (kept ?? []).filter(({ hasWeights }) => hasWeights).map((one) => one.epoch), [kept])
  const explanation = useExplanation('explain.row', {
    ...of,
    row,
    method,
    effort,
    ...(chosen === null ? {} : { output: chosen }),
  })
  const seen = explanation.query.data
  const shownEpoch = epoch ?? run.bestEpoch
  return (
    <Card label="One row">
      <div className={styles.controls}>
        <RowNumber row={row} onChange={onRow} />
        <ClassChoice classes={classes} output={chosen ?? seen?.output ?? 0} onChange={setChosen} />
        <SegmentedControl
          size="xs"
          aria-label="Method"
          value={method}
          onChange={(value) => setMethod(value === 'gradients' ? 'gradients' : 'shapley')}
          data={[
            { value: 'shapley', label: 'Shapley values' },
            { value: 'gradients', label: 'Integrated gradients' },
          ]}
        />
        <EffortChoice value={effort} onChange={setEffort} />
        <Button size="compact-sm" onClick={() => setStepping(true)}>
          The row inside the network…
        </Button>
      </div>
      <Explained explanation={explanation} title={`Explaining row ${formatCount(row + 1)}`}>
        {(report) => <Found report={report} run={run} />}
      </Explained>
      {stepping && (
        <StepDialog
          project={project.id}
          run={run}
          epochs={epochs}
          start={shownEpoch !== null && epochs.includes(shownEpoch) ? shownEpoch : 'next'}
          row={row}
          onClose={() => setStepping(false)}
        />
      )}
    </Card>
  )
}

function Found({ report, run }: { report: RowExplanation; run: Run }) {
  const what = outputName(run, report.classes, report.output)
  const lines = waterfallSteps(report.base, report.contributions).length + 2
  const isShapley = report.method === 'shapley'
  return (
    <>
      <div className={styles.chart} style={{ height: chartHeight(lines) }}>
        <Waterfall
          title={`Row ${formatCount(report.row + 1)}: the ${what} is ${formatValue(report.prediction)}`}
          summary={summaryOf(report, what)}
          fileName={`${run.name} row ${report.row + 1}`}
          axisLabel={what}
          baseLabel={isShapley ? 'mean of training rows' : 'the average row'}
          endLabel="predicted"
          base={report.base}
          prediction={report.prediction}
          contributions={
            // Of all that a network is given by a column, only raw values can be missing.
            isShapley
              ? report.contributions.map((one) => ({ ...one, value: one.value || 'missing' }))
              : report.contributions
          }
        />
      </div>
      <p className="soft small">
        {sumText(report)} {methodText(report)} {noCause}
      </p>
    </>
  )
}

function summaryOf({ base, prediction, contributions, row }: RowExplanation, what: string): string {
  const top = contributions.toSorted((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)).slice(0, 3)
  const named = top.map(
    ({ column, value, contribution }) =>
      `${column}${value === '' ? '' : ` = ${value}`} (${contribution < 0 ? '−' : '+'}${formatValue(Math.abs(contribution), 3)})`,
  )
  return `The ${what} of row ${formatCount(row + 1)} is ${formatValue(prediction)}, from a base of ${formatValue(base)}. Most came of ${named.join(', ')}.`
}

/** Base and contributions are the prediction; what is left over is said. */
function sumText({ base, prediction, contributions, left }: RowExplanation): string {
  const sum = contributions.reduce((total, { contribution }) => total + contribution, 0)
  const rest =
    Math.abs(left) < 1e-6 * Math.max(1, Math.abs(prediction))
      ? 'nothing is left over'
      : `${formatValue(left, 2)} is left over`
  return `${formatValue(base)} ${sum < 0 ? '−' : '+'} ${formatValue(Math.abs(sum))} = ${formatValue(prediction)}: ${rest}.`
}

function methodText({ method, exact, background, asked }: RowExplanation): string {
  if (method === 'gradients') {
    return `Integrated gradients follow the network's slope from the average of ${background} training rows, as the first layer sees them, to this row; what is left over is the error of the steps.`
  }
  const against = `The row is compared with ${background} training rows; each column has what it adds on average over all orders in which columns could be told (its Shapley value).`
  return exact
    ? `${against} Every combination was asked: ${formatCount(asked)} predictions.`
    : `${against} Orders were sampled with ${formatCount(asked)} predictions; ± is the standard error.`
}
