import type { Evaluation } from '../../../../shared/evaluation.ts'
import type { ScoreIntervals, Scores } from '../../../../shared/scores.ts'
import { ConfusionMatrix } from '../../../charts/ConfusionMatrix.tsx'
import { Card } from '../../../components/Page.tsx'
import { useRowsDoor } from '../rows/RowsDoor.tsx'
import styles from '../evaluate.module.css'
import { ByClass } from './ByClass.tsx'
import { TopConfusions } from './TopConfusions.tsx'

/** Which classes are taken for which, and how well each is found. */
export function ClassificationDetails(props: {
  evaluation: Extract<Evaluation, { task: 'classification' }>
  /** Come later. */
  scores: Extract<Scores, { task: 'classification' }> | undefined
  intervals: ScoreIntervals | undefined
}) {
  const { evaluation, scores, intervals } = props
  const showRows = useRowsDoor()
  return (
    <div className={styles.pair}>
      <Card
        title="Confusion matrix"
        aside={<span className="faint small">blue: right · orange: taken for another</span>}
      >
        <ConfusionMatrix
          classes={evaluation.classes}
          counts={evaluation.confusion}
          onCell={(actual, predicted) => showRows({ kind: 'cell', actual, predicted })}
        />
      </Card>
      <ByClass {...{ evaluation, scores, intervals }} />
      {scores !== undefined && scores.classes.length > 2 && <TopConfusions scores={scores} />}
    </div>
  )
}
