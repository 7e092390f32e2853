import type { Evaluation } from '../../../../shared/evaluation.ts'
import type { LinearScores, ScoreIntervals, ScoreName } from '../../../../shared/scores.ts'
import { Tiles } from '../../../components/Tiles.tsx'
import { baselineMeaning, splitWords } from '../evaluateViews.ts'
import { beats, formatMetric, measuredWords, metricOf } from '../metricWords.ts'
import styles from './scores.module.css'

/** The scores that matter most, each with where it would lie with other rows, and what simple answers score. */
export function ScoreTiles(props: {
  evaluation: Evaluation
  /** Come later. */
  intervals: ScoreIntervals | undefined
  linear: LinearScores | undefined
}) {
  const { evaluation, intervals, linear } = props
  const { metrics, baseline, rows, split } = evaluation
  const name = splitWords[split].name.toLowerCase()
  return (
    <Tiles
      label={`Scores on the ${name} rows`}
      tiles={[
        ...measuredWords(evaluation.task, [metrics]).map((word) => {
          const value = metricOf(metrics, word.key)
          const simplest = metricOf(baseline, word.key)
          const plain = linear?.scores[word.key] ?? null
          const against = (other: number | null) => (other === value ? null : beats(word, value, other))
          return {
            label: word.name,
            value: formatMetric(value),
            note: (
              <>
                <span className={styles.note}>{intervalText(intervals, word.key) ?? '…'}</span>
                <Compared name="simplest" value={simplest} isBeaten={against(simplest)} />
                {linear !== undefined && <Compared name="linear" value={plain} isBeaten={against(plain)} />}
              </>
            ),
            help: `${word.meaning} ${word.better === 'higher' ? 'Higher' : 'Lower'} is better. ${intervalMeaning} ${baselineMeaning(evaluation)} ${linearMeaning}`,
          }
        }),
        { label: 'Rows', value: rows.toLocaleString(), note: name },
      ]}
    />
  )
}

function Compared(props: { name: string; value: number | null; isBeaten: boolean | null }) {
  const { isBeaten } = props
  const tone = isBeaten === null ? '' : isBeaten ? styles.good : styles.warn
  return (
    <span className={`${styles.note} ${tone}`}>
      {props.name} {formatMetric(props.value, 3)}
    </span>
  )
}

export const intervalMeaning =
  'The range: with other rows of the same kind the score would lie there about 95 times in 100.'
export const linearMeaning = 'Linear: what a linear model scores that learned from the same rows.'

/** "0.91 to 0.95", or null while it is not there. */
export function intervalText(intervals: ScoreIntervals | undefined, name: ScoreName): string | null {
  const range = intervals?.intervals[name]
  return range === undefined ? null : `${formatMetric(range.low, 3)} to ${formatMetric(range.high, 3)}`
}
