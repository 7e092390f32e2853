import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { CallOutput } from '../../../shared/contract.ts'
import { FailureNote } from '../../components/FailureNote.tsx'
import { JobProgress } from '../use/JobProgress.tsx'
import type { Explanation, ExplanationCall } from './useExplanation.ts'
import styles from './explain.module.css'

/** An explanation, or how far it is, or why there is none. */
export function Explained<N extends ExplanationCall>(props: {
  explanation: Explanation<N>
  /** What goes on while it is worked out. */
  title: string
  children: (report: CallOutput<N>) => ReactNode
}) {
  const { query, job } = props.explanation
  const { data, error, isFetching } = query
  if (isFetching && data === undefined) {
    return job === null ? null : <JobProgress job={job} title={props.title} />
  }
  if (error !== null && error.kind === 'cancelled') {
    return (
      <p className={styles.cancelled} role="status">
        <span className="soft">Cancelled.</span>
        <Button size="compact-sm" onClick={() => void query.refetch()}>
          Ask again
        </Button>
      </p>
    )
  }
  if (error !== null) return <FailureNote error={error} onRetry={() => void query.refetch()} />
  return data === undefined ? null : props.children(data)
}
