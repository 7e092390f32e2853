import { Button } from '@mantine/core'
import { IconChartLine } from '@tabler/icons-react'
import { useState } from 'react'
import type { CallInput } from '../../../shared/contract.ts'
import { toFailure } from '../../../shared/errors.ts'
import { useCommand } from '../../app/data.tsx'
import { newJobId } from '../../app/jobs.ts'
import { FailureNote } from '../../components/FailureNote.tsx'
import { JobProgress } from '../use/JobProgress.tsx'
import { RangeChart } from './RangeChart.tsx'
import { plainNumber } from '../../../core/words/settings/settingText.ts'
import styles from './train.module.css'

/** Tries rates that grow from step to step on a fresh network, shows the loss at each, and offers one to take. */
export function RangeTest(props: {
  of: Pick<CallInput<'runs.testRates'>, 'project' | 'dataset' | 'recipe' | 'config'>
  disabled: boolean
  onTake: (rate: number) => void
}) {
  const test = useCommand('runs.testRates')
  const [job, setJob] = useState<string | null>(null)
  const [tested, setTested] = useState<string | null>(null)
  // What the answer depends on: everything but the rate itself.
  const { config } = props.of
  const subject = JSON.stringify([props.of.recipe, { ...config, training: { ...config.training, learningRate: 0 } }])
  const start = () => {
    const id = newJobId()
    setJob(id)
    setTested(subject)
    test.mutate({ ...props.of, job: id })
  }
  const cancelled = test.error !== null && toFailure(test.error).kind === 'cancelled'
  const result = tested === subject ? test.data : undefined
  return (
    <div className={styles.rangeTest}>
      {test.isPending && job !== null ? (
        <JobProgress job={job} title="Testing learning rates" />
      ) : (
        <Button
          size="compact-sm"
          leftSection={<IconChartLine size={14} aria-hidden />}
          disabled={props.disabled}
          title="Tries two hundred rates, small to large, for one step each"
          onClick={start}
        >
          {result === undefined ? 'Test learning rates' : 'Test again'}
        </Button>
      )}
      {test.error !== null && !cancelled && !test.isPending && <FailureNote error={test.error} onRetry={start} />}
      {result !== undefined && (
        <>
          <div className={styles.rateChart}>
            <RangeChart {...result} />
          </div>
          {result.suggested === null ? (
            <p className="soft small">The loss never fell: no rate can be suggested.</p>
          ) : (
            <TakeRate rate={Number(result.suggested.toPrecision(2))} onTake={props.onTake} />
          )}
        </>
      )}
    </div>
  )
}

function TakeRate({ rate, onTake }: { rate: number; onTake: (rate: number) => void }) {
  return (
    <p className={styles.takeRate}>
      <span className="soft small">A good rate lies well below the one at which the loss was lowest.</span>
      <Button size="compact-sm" variant="filled" onClick={() => onTake(rate)}>
        Take {plainNumber(rate)}
      </Button>
    </p>
  )
}
