import type { SplitName } from '../../../../shared/recipes.ts'
import type { MetricSummary, StudyResults, StudyWithTrials } from '../../../../shared/studies.ts'
import { Loading } from '../../../components/Loading.tsx'
import { formatShare } from '../../../../core/words/format.ts'
import { Card } from '../../../components/Page.tsx'
import { formatHalf } from '../../runs/noise/measured.ts'
import { formatMetric, metricWords } from '../../evaluate/metricWords.ts'
import { linearAxis } from '../../../../core/scales.ts'
import styles from './study.module.css'

const splits: readonly { name: SplitName; title: string }[] = [
  { name: 'validation', title: 'Validation' },
  { name: 'test', title: 'Test' },
]

/** Of a repeat or a cross-validation: each metric's mean with its interval, and the single scores as dots. */
export function RepeatResults({ study, results }: { study: StudyWithTrials; results: StudyResults | null }) {
  if (results === null) return <Loading label="Reading the scores…" />
  const measured = results.metrics.filter(({ split }) => split !== 'train')
  if (measured.length === 0) {
    return (
      <Card title="Scores">
        <p className="soft">
          When the first {study.plan.kind === 'folds' ? 'fold' : 'run'} has ended its scores stand here; with the second
          comes how far they differ by chance.
        </p>
      </Card>
    )
  }
  const what = study.plan.kind === 'folds' ? 'folds' : 'seeds'
  return (
    <Card title="Scores, with what chance alone does to them">
      <p className="soft small">
        Mean over the {what}, and the range that holds the true mean in {formatShare(results.level)} of such studies.
        The dots are single runs: between two runs, differences of that size are luck.
      </p>
      <div className={styles.splits}>
        {splits.map(({ name, title }) => {
          const rows = measured.filter(({ split }) => split === name)
          return rows.length === 0 ? null : <SplitScores key={name} title={title} study={study} rows={rows} />
        })}
      </div>
    </Card>
  )
}

function SplitScores({
  title,
  study,
  rows,
}: {
  title: string
  study: StudyWithTrials
  rows: readonly MetricSummary[]
}) {
  const words = metricWords(study.task)
  const known = words.flatMap((word) => {
    const found = rows.find(({ metric }) => metric === word.key)
    return found === undefined ? [] : [{ word, found }]
  })
  return (
    <table className={styles.scores} aria-label={`${title} scores`}>
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col">Mean ± interval</th>
          <th scope="col">Deviation</th>
          <th scope="col">Single scores</th>
        </tr>
      </thead>
      <tbody>
        {known.map(({ word, found }) => (
          <tr key={word.key}>
            <th scope="row" title={word.meaning}>
              {word.name}
            </th>
            <td>
              <strong>{formatMetric(found.mean)}</strong>
              {found.interval !== null &&
                ` ± ${formatHalf((found.interval.high - found.interval.low) / 2, found.mean)}`}
            </td>
            <td>{found.std === null ? '–' : formatHalf(found.std, found.mean)}</td>
            <td>
              <Dots summary={found} name={word.name} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const WIDTH = 180
const HEIGHT = 22

/** Each trial's score as a dot on a line, with the mean's interval behind it. */
function Dots({ summary, name }: { summary: MetricSummary; name: string }) {
  const { values, mean, interval } = summary
  const numbers = [...values.map(({ value }) => value), ...(interval === null ? [] : [interval.low, interval.high])]
  const spread = Math.max(...numbers) - Math.min(...numbers)
  const [low, high] =
    spread > 0
      ? [Math.min(...numbers) - spread * 0.05, Math.max(...numbers) + spread * 0.05]
      : linearAxis([mean]).domain
  const x = (value: number) => 6 + ((value - low) / (high - low)) * (WIDTH - 12)
  const text = `${name}: ${values.map(({ value }) => formatMetric(value)).join(', ')}`
  return (
    <svg width={WIDTH} height={HEIGHT} role="img" aria-label={text}>
      <title>{text}</title>
      <line x1={0} x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} stroke="var(--d-line-strong)" />
      {interval !== null && (
        <rect
          x={x(interval.low)}
          width={Math.max(1, x(interval.high) - x(interval.low))}
          y={5}
          height={HEIGHT - 10}
          rx={2}
          fill="var(--d-series-1)"
          fillOpacity={0.22}
        />
      )}
      <line x1={x(mean)} x2={x(mean)} y1={2} y2={HEIGHT - 2} stroke="var(--d-series-1)" strokeWidth={2} />
      {values.map(({ index, value }) => (
        <circle key={index} cx={x(value)} cy={HEIGHT / 2} r={3.5} fill="var(--d-series-2)" fillOpacity={0.75}>
          <title>{`No. ${index + 1}: ${formatMetric(value)}`}</title>
        </circle>
      ))}
    </svg>
  )
}
