import { Button } from '@mantine/core'
import { useState } from 'react'
import { CartesianGrid, ComposedChart, Line, Scatter, Tooltip, XAxis, YAxis } from 'recharts'
import type { StudyWithTrials } from '../../../../shared/studies.ts'
import { navigate } from '../../../app/route.ts'
import { crosshair, gridStroke, numberAxis } from '../../../charts/axes.ts'
import { ChartFigure } from '../../../charts/ChartFigure.tsx'
import { epochAxis, linearAxis, logAxis, type Axis } from '../../../../core/scales.ts'
import { plural } from '../../../../core/words/format.ts'
import { formatMetric } from '../../evaluate/metricWords.ts'
import { metricNames } from '../../../../core/words/settings/names.ts'
import { scoreName, trialStateWords } from '../words.ts'
import { bestSoFar, isWide } from './scores.ts'

interface Point {
  run: string
  name: string
  state: string
  x: number
  score: number
  best: number
}

/** The score of each trial as a dot, and the best so far as a line over the trials. */
export function TrialScores({ study }: { study: StudyWithTrials }) {
  const scored = bestSoFar(study.trials, study.direction)
  const points = scored.flatMap(({ index, score, best }): Point[] => {
    const trial = study.trials.find((one) => one.index === index)
    if (trial === undefined) return []
    return [{ run: trial.run, name: trial.name, state: trialStateWords[trial.state], x: index + 1, score, best }]
  })
  const metric = metricNames[study.metric]
  const scores = points.map(({ score }) => score)
  const [wanted, setWanted] = useState<boolean | null>(null)
  // One bad trial flattens all others on a linear scale.
  const canBeLog = scores.length > 0 && Math.min(...scores) > 0
  const log = canBeLog && (wanted ?? isWide(scores))
  const y = log ? logAxis(scores) : linearAxis(scores)
  const trials = epochAxis(1, Math.max(2, study.trials.length))
  // Room for the dots of the first and the last trial.
  const room = (trials.domain[1] - trials.domain[0]) * 0.02
  const x: Axis = { ...trials, domain: [trials.domain[0] - room, trials.domain[1] + room] }
  const last = points.at(-1)
  return (
    <ChartFigure
      title={`${metric} by trial`}
      summary={`${plural(points.length, 'trial')} with a ${scoreName(study.metric)}${last === undefined ? '' : `; the best is ${formatMetric(last.best)}`}.`}
      fileName={`${study.name} ${metric}`}
      table={() => ({
        header: ['trial', 'state', metric, 'best so far'],
        rows: points.map(({ name, state, score, best }) => [name, state, score, best]),
      })}
      legend={<span className="faint small">dots: trials, line: best so far{log && ', on a logarithmic scale'}</span>}
      controls={
        <Button
          size="compact-xs"
          variant={log ? 'light' : 'default'}
          aria-pressed={log}
          disabled={!canBeLog}
          onClick={() => setWanted(!log)}
        >
          Log scale
        </Button>
      }
    >
      {({ width, height }) => (
        <ComposedChart width={width} height={height} data={points} margin={{ top: 8, right: 26, bottom: 0, left: 0 }}>
          <CartesianGrid stroke={gridStroke} vertical={false} />
          <XAxis dataKey="x" {...numberAxis(x)} height={26} />
          <YAxis {...numberAxis(y, log)} width={64} />
          <Tooltip
            {...crosshair}
            content={({ active, payload }) => {
              const point: unknown = payload?.[0]?.payload
              if (active !== true || !isPoint(point)) return null
              return (
                <div className="chart-tooltip">
                  <strong>{point.name}</strong>
                  <div>
                    {metric} {formatMetric(point.score)}
                  </div>
                  <div>best so far {formatMetric(point.best)}</div>
                  <div>{point.state}</div>
                </div>
              )
            }}
          />
          <Line
            dataKey="best"
            type="stepAfter"
            stroke="var(--chart-2)"
            strokeWidth={2}
            dot={false}
            activeDot={false}
            isAnimationActive={false}
          />
          <Scatter
            dataKey="score"
            fill="var(--chart-1)"
            fillOpacity={0.75}
            isAnimationActive={false}
            cursor="pointer"
            onClick={({ payload }: { payload?: unknown }) => {
              if (isPoint(payload)) navigate({ step: 'train', run: payload.run })
            }}
          />
        </ComposedChart>
      )}
    </ChartFigure>
  )
}

function isPoint(value: unknown): value is Point {
  return typeof value === 'object' && value !== null && 'run' in value && 'score' in value && 'best' in value
}
