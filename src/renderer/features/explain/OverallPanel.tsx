import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Effort, OverallReport } from '../../../shared/explain.ts'
import type { Run } from '../../../shared/runs.ts'
import { formatValue } from '../../../core/words/values.ts'
import { Card } from '../../components/Page.tsx'
import type { EvaluateViewProps } from '../evaluate/viewProps.ts'
import { chartHeight } from './charts/plot.ts'
import { SwarmChart } from './charts/SwarmChart.tsx'
import { Explained } from './Explained.tsx'
import { ClassChoice, EffortChoice } from './fields.tsx'
import { useClasses } from './useClasses.ts'
import { useExplanation } from './useExplanation.ts'
import { noCause, outputName, rowsText } from './words.ts'
import styles from './explain.module.css'

const shownAtFirst = 15

/** What each column adds to the predictions of many rows. */
export function OverallPanel(props: EvaluateViewProps) {
  const { project, run, split, epoch } = props
  const classes = useClasses(props)
  const [effort, setEffort] = useState<Effort>('usual')
  const [chosen, setChosen] = useState<number | null>(null)
  const explanation = useExplanation('explain.overall', {
    project: project.id,
    run: run.id,
    ...(epoch === undefined ? {} : { epoch }),
    split,
    effort,
    ...(chosen === null ? {} : { output: chosen }),
  })
  return (
    <Card label="All rows">
      <div className={styles.controls}>
        <ClassChoice classes={classes} output={chosen ?? explanation.query.data?.output ?? 0} onChange={setChosen} />
        <EffortChoice value={effort} onChange={setEffort} />
      </div>
      <Explained explanation={explanation} title="Explaining row by row">
        {(report) => <Found report={report} run={run} />}
      </Explained>
    </Card>
  )
}

function Found({ report, run }: { report: OverallReport; run: Run }) {
  const [all, setAll] = useState(false)
  const columns = all ? report.columns : report.columns.slice(0, shownAtFirst)
  const what = outputName(run, report.classes, report.output)
  const named = report.columns.slice(0, 3).map(({ name, size }) => `${name} (±${formatValue(size, 3)})`)
  return (
    <>
      <div className={styles.chart} style={{ height: chartHeight(columns.length) }}>
        <SwarmChart
          title={`What moves the ${what}`}
          summary={`What moves the ${what} most: ${named.join(', ')}, from ${formatValue(report.base)} on average.`}
          fileName={`${run.name} contributions`}
          axisLabel={`adds to the ${what}`}
          report={report}
          columns={columns}
        />
      </div>
      {report.columns.length > shownAtFirst && (
        <Button size="compact-sm" onClick={() => setAll(!all)}>
          {all ? `The first ${shownAtFirst} alone` : `All ${report.columns.length} columns`}
        </Button>
      )}
      <p className="soft small">
        Every point is one of {rowsText(report.rows.length, report.ofRows)}; where it stands is what the column adds to
        the {what} of that row (its Shapley value), from a base of {formatValue(report.base)}. Numbers at the right are
        mean sizes. {exactness(report)} {noCause}
      </p>
    </>
  )
}

function exactness({ exact, background, columns }: OverallReport): string {
  const against = `Rows are compared with ${background} training rows.`
  if (exact) return `${against} Every combination of columns was asked.`
  const error = columns.reduce((most, one) => Math.max(most, one.error), 0)
  return `${against} Orders of the columns were sampled: a single point is off by ±${formatValue(error, 2)} or less on average (standard error).`
}
