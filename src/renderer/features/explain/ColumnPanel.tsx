import { NativeSelect, Switch } from '@mantine/core'
import { useState } from 'react'
import type { DependenceReport, Effort } from '../../../shared/explain.ts'
import { useCall } from '../../app/data.tsx'
import { FailureNote } from '../../components/FailureNote.tsx'
import { Card } from '../../components/Page.tsx'
import type { EvaluateViewProps } from '../evaluate/viewProps.ts'
import { DependenceChart } from './charts/DependenceChart.tsx'
import { Explained } from './Explained.tsx'
import { ClassChoice, EffortChoice } from './fields.tsx'
import { PairDependence } from './PairDependence.tsx'
import { useClasses } from './useClasses.ts'
import { useExplanation } from './useExplanation.ts'
import { noCause, outputName, rowsText } from './words.ts'
import styles from './explain.module.css'

const alone = ''

/** What becomes of the prediction when one column, or two, take other values. */
export function ColumnPanel(props: EvaluateViewProps) {
  const { project, run, split, epoch } = props
  const classes = useClasses(props)
  const inputs = useCall('predictions.inputs', { project: project.id, run: run.id })
  const [wanted, setWanted] = useState<string | null>(null)
  const [second, setSecond] = useState<string>(alone)
  const [effort, setEffort] = useState<Effort>('usual')
  const [chosen, setChosen] = useState<number | null>(null)
  const [showRows, setShowRows] = useState(true)
  const [centred, setCentred] = useState(false)
  const names = (inputs.data ?? []).filter(({ kind }) => kind !== 'text').map(({ name }) => name)
  const column = wanted ?? names[0] ?? null
  const of = { project: project.id, run: run.id, ...(epoch === undefined ? {} : { epoch }), split, effort }
  const isPair = second !== alone && second !== column
  const explanation = useExplanation('explain.dependence', column === null || isPair ? null : { ...of, column })
  if (inputs.error !== null) return <FailureNote error={inputs.error} onRetry={() => void inputs.refetch()} />
  const output = chosen ?? (classes === null ? 0 : classes.length - 1)
  const what = outputName(run, classes, output)
  return (
    <Card label="How a column acts">
      <div className={styles.controls}>
        <NativeSelect
          size="xs"
          label="Column"
          className={styles.inline ?? ''}
          value={column ?? ''}
          data={names}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <NativeSelect
          size="xs"
          label="with"
          className={styles.inline ?? ''}
          value={isPair ? second : alone}
          data={[
            { value: alone, label: 'no other' },
            ...names.filter((name) => name !== column).map((name) => ({ value: name, label: name })),
          ]}
          onChange={(event) => setSecond(event.currentTarget.value)}
        />
        <ClassChoice classes={classes} output={output} onChange={setChosen} />
        <EffortChoice value={effort} onChange={setEffort} />
        {!isPair && (
          <>
            <Switch
              size="xs"
              label="Single rows"
              checked={showRows}
              onChange={(event) => setShowRows(event.currentTarget.checked)}
            />
            <Switch
              size="xs"
              label="All from 0"
              title="Every line begins at 0: how a row changes, not where it stands"
              checked={centred}
              onChange={(event) => setCentred(event.currentTarget.checked)}
            />
          </>
        )}
      </div>
      {isPair && column !== null ? (
        <PairDependence of={of} x={column} y={second} output={output} what={what} runName={run.name} />
      ) : (
        <Explained explanation={explanation} title={`Varying ${column ?? ''}`}>
          {(report) => (
            <>
              <div className={styles.chart} style={{ height: 460 }}>
                <DependenceChart
                  report={report}
                  output={output}
                  what={what}
                  showRows={showRows}
                  centred={centred}
                  fileName={`${run.name} ${report.column}`}
                />
              </div>
              <p className="soft small">
                The thick line is the mean over {rowsText(report.rows, report.ofRows)} with {report.column} set to each
                value in turn, all else as it is; thin ones are {report.curves.length} of those rows.{' '}
                {crossing(report, output)} Where few training rows are, below, the line is a guess. {noCause}
              </p>
            </>
          )}
        </Explained>
      )}
    </Card>
  )
}

/** Rows that go the other way than the mean: the column acts together with others. */
function crossing(report: DependenceReport, output: number): string {
  const rise = (line: readonly (number | null)[]) => (line.at(-1) ?? NaN) - (line[0] ?? NaN)
  const mean = rise(report.means[output] ?? [])
  if (report.grid.kind === 'category' || !(Math.abs(mean) > 0)) return ''
  const against = report.curves.filter(({ values }) => rise(values[output] ?? []) * mean < 0).length
  if (against * 10 < report.curves.length) return ''
  return `${against} of the ${report.curves.length} rows go the other way than the mean from end to end: the column acts together with others.`
}
