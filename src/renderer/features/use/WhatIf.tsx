import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useMemo, useState } from 'react'
import type { RowPrediction, TakenRow } from '../../../shared/predictions.ts'
import type { Run } from '../../../shared/runs.ts'
import { useCall } from '../../app/data.tsx'
import { Bars } from '../../charts/Bars.tsx'
import { formatValue } from '../../../core/words/values.ts'
import { FailureNote } from '../../components/FailureNote.tsx'
import { formatCount } from '../../../core/words/format.ts'
import { Loading } from '../../components/Loading.tsx'
import { Card } from '../../components/Page.tsx'
import { RowField } from './RowField.tsx'
import { useConformalChoice } from '../calibration/choice.ts'
import { useConformal } from '../calibration/useConformal.ts'
import { Passport } from './whatIf/Passport.tsx'
import { NearestRows } from './whatIf/NearestRows.tsx'
import { RowStart } from './whatIf/RowStart.tsx'
import { Ranges } from './whatIf/Ranges.tsx'
import { detailName, gapText, topProbabilities } from './useViews.ts'
import { forgetHandedOver, handedOver } from './whatIfStart.ts'
import styles from './use.module.css'

const title = 'What if? One row'

/** One row typed or slid together, and its prediction at once: by the best weights, or those of a kept epoch. */
export function WhatIf({ project, run, epoch }: { project: string; run: Run; epoch?: number }) {
  const inputs = useCall('predictions.inputs', { project, run: run.id })
  const [changed, setChanged] = useState<Record<string, string>>(() => handedOver(run.id))
  // Taken once: later on the form begins with the example again.
  useEffect(forgetHandedOver, [])
  const [taken, setTaken] = useState<TakenRow | null>(null)
  // The same object as long as nothing changes: one that is new at every drawing would never come to rest.
  const values = useMemo(
    () => ({ ...Object.fromEntries((inputs.data ?? []).map(({ name, example }) => [name, example])), ...changed }),
    [inputs.data, changed],
  )
  const [settled] = useDebouncedValue(values, 60)
  const choice = useConformalChoice()
  // What is measured of the best weights says nothing of others.
  const isBest = epoch === undefined || epoch === run.bestEpoch
  const ranges = useConformal(project, isBest && run.rows.validation > 0 ? run.id : null, choice).data
  const answer = useCall(
    'predictions.row',
    // Until the example has come through, nothing is known of the row.
    inputs.data?.every(({ name }) => name in settled) !== true
      ? null
      : {
          project,
          run: run.id,
          values: settled,
          ...(epoch === undefined ? {} : { epoch }),
          // The prediction does not wait for its interval.
          ...(ranges?.rule == null || !isBest ? {} : { conformal: { level: ranges.level, sets: choice.sets } }),
        },
    { keepPrevious: true },
  )
  if (inputs.error !== null) return <FailureNote error={inputs.error} onRetry={() => void inputs.refetch()} />
  if (inputs.data === undefined) {
    return (
      <Card title={title} className={styles.formToCome}>
        <Loading />
      </Card>
    )
  }
  const notes = new Map((answer.data?.notes ?? []).map((note) => [note.column, note]))
  return (
    <Card
      title={title}
      aside={
        Object.keys(changed).length > 0 && (
          <Button size="compact-sm" onClick={() => setChanged({})}>
            Back to the example
          </Button>
        )
      }
    >
      <RowStart
        project={project}
        run={run}
        values={values}
        onTake={(row) => {
          setChanged(row.values)
          setTaken(row)
        }}
      />
      {taken !== null && Object.entries(taken.values).every(([name, text]) => values[name] === text) && (
        <p className="soft small">
          Row {formatCount(taken.row + 1)} of the table, whose {run.target} is {taken.actual}.
        </p>
      )}
      <div className={styles.whatIf} data-coming={answer.data === undefined && answer.error === null}>
        <div className={styles.inputs}>
          {inputs.data.map((input) => (
            <RowField
              key={input.name}
              input={input}
              value={values[input.name] ?? ''}
              note={notes.get(input.name) ?? null}
              origin={input.name in changed ? null : input.exampleNote}
              onChange={(value) => setChanged((old) => ({ ...old, [input.name]: value }))}
            />
          ))}
        </div>
        <div className={styles.answer} aria-live="polite" aria-busy={answer.isPlaceholderData}>
          <h3>Predicted {run.target}</h3>
          {answer.error !== null && <FailureNote error={answer.error} />}
          {answer.data !== undefined && <Answer run={run} answer={answer.data} />}
          {answer.data !== undefined && ranges !== undefined && <Ranges answer={answer.data} level={ranges.level} />}
          {answer.data !== undefined && answer.data.details.length > 0 && (
            <dl className={styles.details}>
              {answer.data.details.map(({ name, value }) => (
                <div key={name}>
                  <dt>{detailName(name)}</dt>
                  <dd>{formatValue(value, 5)}</dd>
                </div>
              ))}
            </dl>
          )}
          {answer.data?.probabilities != null && (
            <Bars label="Probabilities" items={topProbabilities(answer.data.probabilities)} />
          )}
          {answer.data !== undefined && <Passport notes={answer.data.notes} />}
          <p className="faint small">{weightsText(run, epoch)}</p>
        </div>
      </div>
      {isBest && <NearestRows project={project} run={run} values={settled} />}
    </Card>
  )
}

function weightsText({ bestEpoch }: Run, epoch = bestEpoch): string {
  if (epoch === null) return 'By the best weights.'
  return `By the weights after epoch ${formatCount(epoch)}${epoch === bestEpoch ? ', the best' : ''}.`
}

function Answer({ run, answer: { prediction, gaps } }: { run: Run; answer: RowPrediction }) {
  if (prediction === null) return <p className="soft">No prediction: {gaps.map(gapText).join('; ')}.</p>
  const shown = run.task === 'regression' ? formatValue(Number(prediction), 5) : prediction
  return (
    <p className={styles.prediction} title={prediction}>
      {shown}
    </p>
  )
}
