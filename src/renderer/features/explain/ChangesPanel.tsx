import { Button, MultiSelect, NativeSelect, NumberInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { ChangedRow, ChangesReport, Wanted } from '../../../shared/explain.ts'
import type { Run } from '../../../shared/runs.ts'
import { navigate } from '../../app/route.ts'
import { formatPercent, formatValue } from '../../../core/words/values.ts'
import { formatCount, plural } from '../../../core/words/format.ts'
import { Card } from '../../components/Page.tsx'
import type { EvaluateViewProps } from '../evaluate/viewProps.ts'
import { startWhatIf } from '../use/whatIfStart.ts'
import { Explained } from './Explained.tsx'
import { RowNumber } from './fields.tsx'
import { useClasses } from './useClasses.ts'
import { useExplanation } from './useExplanation.ts'
import { noCause } from './words.ts'
import styles from './explain.module.css'

interface ChangesPanelProps extends EvaluateViewProps {
  row: number
  onRow: (row: number) => void
}

const other = ''

/** The smallest changes of a row after which the model predicts something else. */
export function ChangesPanel(props: ChangesPanelProps) {
  const { project, run, epoch, row, onRow } = props
  const classes = useClasses(props)
  const [toClass, setToClass] = useState(other)
  const [direction, setDirection] = useState<'atLeast' | 'atMost'>('atLeast')
  const [number, setNumber] = useState<string | number>('')
  const [locked, setLocked] = useState<string[]>([])
  const [mostChanges, setMostChanges] = useState(3)
  const isNumber = run.task === 'regression'
  // A number is asked for once it is typed.
  const [settled] = useDebouncedValue(number, 500)
  const wanted = wantedOf({ isNumber, toClass, direction, number: settled })
  const of = { project: project.id, run: run.id, ...(epoch === undefined ? {} : { epoch }) }
  const explanation = useExplanation(
    'explain.changes',
    wanted === null ? null : { ...of, row, wanted, locked, mostChanges },
  )
  const changeable = explanation.query.data?.changeable ?? []
  return (
    <Card label="What would change it">
      <div className={styles.controls}>
        <RowNumber row={row} onChange={onRow} />
        {isNumber ? (
          <>
            <NativeSelect
              size="xs"
              label={`${run.target} shall be`}
              className={styles.inline ?? ''}
              value={direction}
              data={[
                { value: 'atLeast', label: 'at least' },
                { value: 'atMost', label: 'at most' },
              ]}
              onChange={(event) => setDirection(event.currentTarget.value === 'atMost' ? 'atMost' : 'atLeast')}
            />
            <NumberInput
              size="xs"
              aria-label="Wanted number"
              w={130}
              placeholder="a number"
              value={number}
              onChange={setNumber}
            />
          </>
        ) : (
          <NativeSelect
            size="xs"
            label={`${run.target} shall become`}
            className={styles.inline ?? ''}
            value={toClass}
            data={[
              { value: other, label: 'any other' },
              ...(classes ?? []).map((name) => ({ value: name, label: name })),
            ]}
            onChange={(event) => setToClass(event.currentTarget.value)}
          />
        )}
        <NativeSelect
          size="xs"
          label="Changing at most"
          className={styles.inline ?? ''}
          value={String(mostChanges)}
          data={[1, 2, 3, 4, 5, 6].map((count) => ({ value: String(count), label: plural(count, 'column') }))}
          onChange={(event) => setMostChanges(Number(event.currentTarget.value))}
        />
        <MultiSelect
          size="xs"
          label="Cannot change"
          className={styles.inline ?? ''}
          miw={260}
          searchable
          clearable
          placeholder={locked.length === 0 ? 'none' : ''}
          value={locked}
          data={[...new Set([...changeable, ...locked])]}
          onChange={setLocked}
        />
      </div>
      {wanted === null && <p className="soft">Say which number {run.target} shall reach.</p>}
      <Explained explanation={explanation} title={`Looking for changes of row ${formatCount(row + 1)}`}>
        {(report) => <Found report={report} run={run} />}
      </Explained>
    </Card>
  )
}

function wantedOf(asked: {
  isNumber: boolean
  toClass: string
  direction: 'atLeast' | 'atMost'
  number: string | number
}): Wanted | null {
  const { isNumber, toClass, direction, number } = asked
  if (!isNumber) return { class: toClass === other ? null : toClass }
  const value = Number(number)
  if (number === '' || !Number.isFinite(value)) return null
  return direction === 'atLeast' ? { atLeast: value } : { atMost: value }
}

function Found({ report, run }: { report: ChangesReport; run: Run }) {
  const own = `Row ${formatCount(report.row + 1)} is predicted as ${predictionText(report)}.`
  if (report.alreadyMet) return <p>{own} That is what was wanted already.</p>
  if (report.answers.length === 0) {
    return (
      <>
        <p>
          {own} No change of up to {plural(report.mostChanges, 'column')} within what was seen in training reaches the
          goal: {formatCount(report.asked)} changed rows were tried.
        </p>
        {report.nearest !== null && (
          <>
            <p className="soft">This came nearest:</p>
            <div className={styles.answers}>
              <Answer report={report} answer={report.nearest} run={run} />
            </div>
          </>
        )}
        <Limits report={report} />
      </>
    )
  }
  return (
    <>
      <p>{own} The smallest changes that alter it, the fewest columns first:</p>
      <div className={styles.answers} role="list">
        {report.answers.map((answer, at) => (
          <Answer key={at} report={report} answer={answer} run={run} />
        ))}
      </div>
      <Limits report={report} />
    </>
  )
}

function Limits({ report }: { report: ChangesReport }) {
  return (
    <p className="soft small">
      Only values within what the training rows have were tried, by a search that need not find every way
      {report.fixed.length > 0 && `; ${report.fixed.join(', ')} cannot be varied`}. A spread is the column's own: its
      interquartile range as a standard deviation. {noCause}
    </p>
  )
}

function Answer({ report, answer, run }: { report: ChangesReport; answer: ChangedRow; run: Run }) {
  const changed = Object.fromEntries(answer.changes.map(({ column, to }) => [column, to]))
  return (
    <div className={styles.answer} role="listitem">
      <ul>
        {answer.changes.map(({ column, from, to, size }) => (
          <li key={column} className={styles.change}>
            <span>{column}</span>
            <span className="soft">{from === '' ? '(missing)' : from}</span>
            <span aria-label="becomes">→</span>
            <b>{to}</b>
            {size !== null && <span className="faint small">{formatValue(size, 2)} spreads</span>}
          </li>
        ))}
      </ul>
      <Button
        size="compact-sm"
        onClick={() => {
          startWhatIf({ run: run.id, values: { ...report.values, ...changed } })
          navigate({ step: 'use', run: run.id })
        }}
      >
        Try in What-if
      </Button>
      <span className="soft">then {predictionText(answer)}</span>
    </div>
  )
}

function predictionText({ prediction, probability }: { prediction: string; probability: number | null }): string {
  if (probability !== null) return `${prediction} (${formatPercent(probability, 1)})`
  const value = Number(prediction)
  return prediction !== '' && Number.isFinite(value) ? formatValue(value, 5) : prediction
}
