import { Button } from '@mantine/core'
import { useMemo, type ReactNode } from 'react'
import { remembered } from '../../../../core/remembered.ts'
import { toFailure } from '../../../../shared/errors.ts'
import type { Run } from '../../../../shared/runs.ts'
import { useCall } from '../../../app/data.tsx'
import { newJobId } from '../../../app/jobs.ts'
import { CurveChart } from '../../../charts/CurveChart.tsx'
import type { LineEvent } from '../../../charts/series.ts'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { plural } from '../../../../core/words/format.ts'
import type { MetricWord } from '../../evaluate/metricWords.ts'
import { JobProgress } from '../../use/JobProgress.tsx'
import { lowerFirst } from '../../../../core/words/settings/settingText.ts'
import { curveSummary } from '../words.ts'
import { bestOn, keptLines } from './keptScores.ts'
import styles from './curves.module.css'

/** The job of each run, so that two charts of it wait for the same one. */
const jobs = new Map<string, string>()

/** A score that a run did not record, worked out from the weights that it keeps. */
export function KeptScores(props: {
  project: string
  run: Run
  word: MetricWord
  heading: ReactNode
  events: readonly LineEvent[]
}) {
  const { project, run, word, events } = props
  const job = remembered(jobs, run.id, newJobId)
  const { data, error, isFetching, refetch } = useCall('evaluation.history', { project, run: run.id, job })
  const lines = useMemo(() => (data === undefined ? [] : keptLines(data, word.key)), [data, word])
  const markers = useMemo(() => bestOn(lines, run.bestEpoch), [lines, run.bestEpoch])
  if (data === undefined) {
    const isCancelled = error !== null && toFailure(error).kind === 'cancelled'
    return (
      <div className={styles.waiting}>
        {props.heading}
        {isFetching && <JobProgress job={job} title={`${word.name} at the kept epochs`} />}
        {!isFetching && error !== null && (
          <>
            {!isCancelled && <FailureNote error={error} />}
            <Button size="compact-sm" onClick={() => void refetch()}>
              {isCancelled ? `Work out ${lowerFirst(word.name)} at the kept epochs` : 'Try again'}
            </Button>
          </>
        )}
      </div>
    )
  }
  const last = (id: string) => {
    const line = lines.find((one) => one.id === id)
    return line !== undefined && 'y' in line ? (line.y.at(-1) ?? null) : null
  }
  return (
    <>
      <CurveChart
        title={word.name}
        summary={`At ${plural(data.epochs.length, 'kept epoch')}. ${curveSummary({
          name: lowerFirst(word.name),
          epochs: data.epochs.at(-1) ?? 0,
          train: last('train'),
          validation: last('validation'),
          best: markers[0] ?? null,
          events: events.map(({ label }) => label),
        })}`}
        fileName={`${run.name} ${lowerFirst(word.name)} at kept epochs`}
        series={lines}
        markers={markers}
        events={events}
        heading={props.heading}
      />
      <p className="faint small">
        Worked out from the weights of {plural(data.epochs.length, 'kept epoch')}, the dots; nothing was measured
        between them.
      </p>
    </>
  )
}
