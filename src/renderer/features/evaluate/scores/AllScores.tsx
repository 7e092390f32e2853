import { Button, Tooltip } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useId, useState } from 'react'
import type { LinearScores, ScoreIntervals, Scores } from '../../../../shared/scores.ts'
import { formatPercent } from '../../../../core/words/values.ts'
import { formatCount, plural } from '../../../../core/words/format.ts'
import { Card } from '../../../components/Page.tsx'
import { formatMetric } from '../metricWords.ts'
import { intervalMeaning, linearMeaning } from './ScoreTiles.tsx'
import { directionWords, scoreWords, type ScoreWord } from '../../../../core/words/scoreWords.ts'
import styles from './scores.module.css'

/** Every score with its interval, beside the simplest answer and a linear model; folded until it is wanted. */
export function AllScores(props: {
  scores: Scores
  intervals: ScoreIntervals | undefined
  linear: LinearScores | undefined
}) {
  const { scores, intervals, linear } = props
  const [open, setOpen] = useState(false)
  const id = useId()
  const words = scoreWords(scores.task).filter(({ name }) => scores.scores[name] !== null)
  return (
    <Card
      title="All scores"
      aside={
        <Button
          size="compact-sm"
          aria-expanded={open}
          aria-controls={id}
          leftSection={open ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
          onClick={() => setOpen(!open)}
        >
          {open ? 'Hide' : `Show ${words.length} scores`}
        </Button>
      }
    >
      <div id={id} hidden={!open}>
        {open && (
          <>
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">Score</th>
                  <th scope="col">This model</th>
                  <th scope="col" title={intervalMeaning}>
                    95 % interval
                  </th>
                  <th scope="col" title="Always the mean, or the most frequent class, of the training rows.">
                    Simplest answer
                  </th>
                  <th scope="col" title={linearMeaning}>
                    Linear model
                  </th>
                </tr>
              </thead>
              <tbody>
                {words.map((word) => (
                  <ScoreRow key={word.name} word={word} {...{ scores, intervals, linear }} />
                ))}
              </tbody>
            </table>
            <p className="faint small">
              {intervals === undefined
                ? 'The intervals are being drawn.'
                : `Intervals by the bootstrap: the rows drawn again ${formatCount(intervals.resamples)} times, with replacement.`}{' '}
              {linear === undefined
                ? 'The linear model is being fitted.'
                : `The linear model has ${plural(linear.inputs, 'input')} and was fitted in ${plural(linear.epochs, 'pass', 'passes')}.`}
            </p>
          </>
        )}
      </div>
    </Card>
  )
}

function ScoreRow(props: {
  word: ScoreWord
  scores: Scores
  intervals: ScoreIntervals | undefined
  linear: LinearScores | undefined
}) {
  const { word, scores, intervals, linear } = props
  const value = scores.scores[word.name] ?? null
  const range = intervals?.intervals[word.name]
  const isVoid = word.name === 'mape' && scores.task === 'regression' && scores.zeroTargets > 0
  const format = (found: number | null | undefined) =>
    isVoid || found === undefined ? '–' : word.name === 'mape' ? formatPercent(found, 2) : formatMetric(found)
  return (
    <tr>
      <th scope="row">
        <Tooltip
          multiline
          maw={360}
          label={`${word.meaning} ${directionWords[word.better]}${isVoid ? ` Not told: ${plural(scores.zeroTargets, 'row')} with an actual value of 0, of which there is no share.` : ''}`}
        >
          <span tabIndex={0}>{word.label}</span>
        </Tooltip>
      </th>
      <td>
        <strong>{format(value)}</strong>
      </td>
      <td className={styles.interval}>{range === undefined ? '–' : `${format(range.low)} to ${format(range.high)}`}</td>
      <td>{format(scores.simplest[word.name])}</td>
      <td>{linear === undefined ? '…' : format(linear.scores[word.name])}</td>
    </tr>
  )
}
