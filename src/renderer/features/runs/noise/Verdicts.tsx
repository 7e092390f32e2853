import { useQueries } from '@tanstack/react-query'
import { IconArrowDownRight, IconArrowUpRight, IconEqual } from '@tabler/icons-react'
import { comparedMetricSchema, type Compared, type Comparison } from '../../../../shared/comparison.ts'
import { toFailure } from '../../../../shared/errors.ts'
import { callHost, useHost } from '../../../app/data.tsx'
import { newJobId } from '../../../app/jobs.ts'
import { Card } from '../../../components/Page.tsx'
import type { MetricChoice } from '../scores.ts'
import { verdictText } from './verdictText.ts'
import styles from './noise.module.css'

/** A run or study that is compared. */
export interface ComparedUnit {
  what: Compared
  name: string
  /** Changes when its scores do. */
  version: string
}

/** Each comparison takes a moment; more are not asked for at once. */
const MOST = 5

const icons = { better: IconArrowUpRight, worse: IconArrowDownRight, tie: IconEqual }

/** Whether the first is better than each of the others, or the difference is noise. */
export function Verdicts(props: { project: string; units: readonly ComparedUnit[]; metric: MetricChoice }) {
  const { project, units } = props
  const host = useHost()
  const [first, ...others] = units
  const metric = comparedMetricSchema.safeParse(props.metric)
  const asked = metric.success ? { metric: metric.data } : {}
  const answers = useQueries({
    queries:
      first === undefined
        ? []
        : others.slice(0, MOST).map(({ what, version }) => ({
            // Not asked again with every change of the project, but where one of the two has other scores.
            queryKey: ['verdict', first.what, what, props.metric, first.version, version],
            queryFn: () =>
              callHost(host, 'runs.compare', { project, job: newJobId(), a: first.what, b: what, ...asked }),
          })),
  })
  if (first === undefined || others.length === 0) return null
  return (
    <Card title="Is the difference real?">
      <ul className={styles.verdicts} aria-label="Verdicts">
        {answers.map(({ data, error }, index) => (
          <li key={index}>
            {data !== undefined && <VerdictLine comparison={data} />}
            {data === undefined && error === null && (
              <p className="soft">
                Comparing {first.name} with {others[index]?.name}…
              </p>
            )}
            {error !== null && (
              <p>
                <strong>
                  {first.name} and {others[index]?.name} cannot be told apart
                </strong>
                <span className="soft">
                  {' '}
                  {toFailure(error).message} {toFailure(error).hint}
                </span>
              </p>
            )}
          </li>
        ))}
      </ul>
      {others.length > MOST && (
        <p className="soft small">
          Only the first {MOST} are compared with {first.name}.
        </p>
      )}
    </Card>
  )
}

function VerdictLine({ comparison }: { comparison: Comparison }) {
  const { headline, reason } = verdictText(comparison)
  const Icon = icons[comparison.verdict]
  return (
    <p data-verdict={comparison.verdict}>
      <Icon size={16} aria-hidden /> <strong>{headline}.</strong> <span className="soft">{reason}</span>
    </p>
  )
}
