import { Button, Select } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { IconArrowDownRight, IconArrowUpRight, IconEqual } from '@tabler/icons-react'
import { memo, useState } from 'react'
import { comparedMetricSchema, type Compared, type Comparison } from '../../../../shared/comparison.ts'
import { toFailure } from '../../../../shared/errors.ts'
import type { Run } from '../../../../shared/runs.ts'
import { callHost, useHost } from '../../../app/data.tsx'
import { newJobId } from '../../../app/jobs.ts'
import { formatCount } from '../../../../core/words/format.ts'
import { Card } from '../../../components/Page.tsx'
import type { MetricChoice } from '../scores.ts'
import { groupedFailures } from './groupedFailures.ts'
import { RepeatBoth } from './RepeatBoth.tsx'
import { onlyRows, verdictText } from './verdictText.ts'
import styles from './noise.module.css'

/** A run or study that is compared. */
export interface ComparedUnit {
  what: Compared
  name: string
  /** Changes when its scores do. */
  version: string
  /** Where it is a single run. */
  run?: Run
}

/** Each comparison takes a moment; more are asked for when a person wants them. */
const AT_ONCE = 5

const icons = { better: IconArrowUpRight, worse: IconArrowDownRight, tie: IconEqual }

const idOf = ({ what }: ComparedUnit) => ('run' in what ? what.run : what.study)

/** Whether one of them is better than each of the others, or the difference is noise. */
export const Verdicts = memo(function Verdicts(props: {
  project: string
  readOnly: boolean
  units: readonly ComparedUnit[]
  metric: MetricChoice
}) {
  const { project, units } = props
  const host = useHost()
  const [chosen, setChosen] = useState<string | null>(null)
  const [most, setMost] = useState(AT_ONCE)
  const reference = units.find((unit) => idOf(unit) === chosen) ?? units[0]
  const others = units.filter((unit) => unit !== reference)
  const shown = others.slice(0, most)
  const metric = comparedMetricSchema.safeParse(props.metric)
  const asked = metric.success ? { metric: metric.data } : {}
  const answers = useQueries({
    queries:
      reference === undefined
        ? []
        : shown.map(({ what, version }) => ({
            // Not asked again with every change of the project, but where one of the two has other scores.
            queryKey: ['verdict', reference.what, what, props.metric, reference.version, version],
            queryFn: () =>
              callHost(host, 'runs.compare', { project, job: newJobId(), a: reference.what, b: what, ...asked }),
          })),
  })
  if (reference === undefined || others.length === 0) return null
  const pairs = shown.flatMap((unit, index) => {
    const answer = answers[index]
    return answer === undefined ? [] : [{ unit, ...answer }]
  })
  const failures = groupedFailures(
    pairs.flatMap(({ unit, error }) => (error === null ? [] : [{ name: unit.name, failure: toFailure(error) }])),
  )
  return (
    <Card
      title="Is the difference real?"
      aside={
        units.length > 2 && (
          <Select
            aria-label="Compared with the others"
            size="xs"
            w={280}
            searchable
            allowDeselect={false}
            value={idOf(reference)}
            data={units.map((unit) => ({ value: idOf(unit), label: `${unit.name} with the others` }))}
            onChange={setChosen}
          />
        )
      }
    >
      <ul className={styles.verdicts} aria-label="Verdicts">
        {pairs
          .filter(({ error }) => error === null)
          .map(({ unit, data }) => (
            <li key={idOf(unit)}>
              {data === undefined ? (
                <p className="soft">
                  Comparing {reference.name} with {unit.name}…
                </p>
              ) : (
                <VerdictLine {...props} comparison={data} pair={[reference, unit]} />
              )}
            </li>
          ))}
        {failures.map(({ names, text }) => (
          <li key={text}>
            <p>
              <strong>
                {reference.name} cannot be compared with {names}.
              </strong>{' '}
              <span className="soft">{text}</span>
            </p>
          </li>
        ))}
      </ul>
      {others.length > most && (
        <Button size="compact-sm" onClick={() => setMost(most + AT_ONCE)}>
          Compare {formatCount(Math.min(AT_ONCE, others.length - most))} more of {formatCount(others.length)}
        </Button>
      )}
    </Card>
  )
})

function VerdictLine(props: {
  project: string
  readOnly: boolean
  comparison: Comparison
  pair: readonly [ComparedUnit, ComparedUnit]
}) {
  const { comparison, pair } = props
  const { headline, reason } = verdictText(comparison)
  const Icon = icons[comparison.verdict]
  const isOfRows = comparison.evidence === 'rows' && comparison.verdict !== 'tie'
  const runs = pair.flatMap(({ run }) => run ?? [])
  return (
    <p data-verdict={comparison.verdict}>
      <Icon size={16} aria-hidden /> <strong>{headline}.</strong> <span className="soft">{reason}</span>
      {isOfRows && <span className="soft"> {onlyRows} </span>}
      {isOfRows && runs.length === 2 && <RepeatBoth project={props.project} runs={runs} disabled={props.readOnly} />}
    </p>
  )
}
