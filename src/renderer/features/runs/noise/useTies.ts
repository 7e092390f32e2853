import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { isRowMetric } from '../../../../core/metrics/rowScores.ts'
import type { Run } from '../../../../shared/runs.ts'
import type { Study } from '../../../../shared/studies.ts'
import { callHost, useHost } from '../../../app/data.tsx'
import { newJobId } from '../../../app/jobs.ts'
import { score, type MetricChoice } from '../scores.ts'
import { unitsOf } from '../table/rows.ts'
import { findTies, withRowTies, type RowQuestion, type Ties } from './ties.ts'

/** Of targets and splits: each is a job by itself. */
const MOST_QUESTIONS = 6

/**
 * The marks of the shown runs and studies. What seeds and folds tell is there at once; what the rows tell is worked out
 * in the background and comes when it is known.
 */
export function useTies(
  project: string,
  shown: readonly Run[],
  studies: readonly Study[],
  metric: MetricChoice,
): { ties: Ties; isLooking: boolean } {
  const host = useHost()
  const { ties, questions } = useMemo(() => {
    const { singles, lines } = unitsOf(shown, studies)
    const found = findTies(singles, lines, metric)
    const asked = metric === 'lead' || isRowMetric(metric) ? found.questions.slice(0, MOST_QUESTIONS) : []
    return { ties: found.ties, questions: asked }
  }, [shown, studies, metric])
  const chosen = metric === 'lead' || !isRowMetric(metric) ? {} : { metric }
  const { found, isLooking } = useQueries({
    queries: questions.map(({ split, best, others }) => ({
      // Not asked again with every change of the project, but where one of the runs has another score.
      queryKey: ['ties', split, metric, ...[best, ...others.map(({ run }) => run)].map((run) => version(run, split))],
      queryFn: () =>
        callHost(host, 'runs.ties', {
          project,
          job: newJobId(),
          best: best.id,
          others: others.map(({ run }) => run.id),
          split,
          ...chosen,
        }),
    })),
    combine: (answers) => ({
      found: answers.map(({ data }) => data ?? null),
      isLooking: answers.some(({ isFetching }) => isFetching),
    }),
  })
  const marks = useMemo(() => withRowTies(ties, answered(questions, found)), [ties, questions, found])
  return { ties: marks, isLooking }
}

function version(run: Run, split: RowQuestion['split']): string {
  return `${run.id} ${run.epochs} ${score(run, split, 'lead')}`
}

function answered<F>(
  questions: readonly RowQuestion[],
  found: readonly (F | null)[],
): { question: RowQuestion; found: F }[] {
  return questions.flatMap((question, index) => {
    const answer = found[index] ?? null
    return answer === null ? [] : [{ question, found: answer }]
  })
}
