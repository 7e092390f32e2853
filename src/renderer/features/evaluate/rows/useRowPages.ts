import { useQueries } from '@tanstack/react-query'
import { temperatureInForce } from '../../../../core/calibration/inForce.ts'
import type { SeenRow, EvaluatedRows, RowOrder } from '../../../../shared/evaluatedRows.ts'
import type { RowsBehind } from '../../../../shared/evaluation.ts'
import type { SplitName } from '../../../../shared/recipes.ts'
import type { Run } from '../../../../shared/runs.ts'
import { callHost, useHost } from '../../../app/data.tsx'
import { newJobId } from '../../../app/jobs.ts'

const PAGE = 100

export interface RowsQuestion {
  project: string
  run: Run
  split: SplitName
  epoch: number | undefined
  behind: RowsBehind
}

export interface RowPages {
  /** What holds of all rows; undefined until the first of them are there. */
  about: Omit<EvaluatedRows, 'rows'> | undefined
  /** Undefined while it is under way. */
  row: (index: number) => SeenRow | undefined
  error: unknown
  retry: () => void
}

/** The rows behind a mark in pages, as they come into sight. */
export function useRowPages(question: RowsQuestion, order: RowOrder, first: number, last: number): RowPages {
  const host = useHost()
  const { project, run, split, epoch, behind } = question
  const from = Math.floor(first / PAGE)
  const to = Math.floor(Math.max(first, last) / PAGE)
  // The first page tells how many rows there are.
  const pages = [...new Set([0, ...Array.from({ length: to - from + 1 }, (_, index) => from + index)])]
  const answers = useQueries({
    queries: pages.map((page) => ({
      // Not asked again with every change of the project: what a run's weights say of its rows stays.
      queryKey: [
        'rowsBehind',
        project,
        run.id,
        run.epochs,
        run.bestEpoch,
        temperatureInForce(run),
        split,
        epoch ?? null,
        behind,
        order,
        page,
      ],
      queryFn: () =>
        callHost(host, 'evaluation.rows', {
          project,
          run: run.id,
          job: newJobId(),
          split,
          ...(epoch === undefined ? {} : { epoch }),
          behind,
          order,
          offset: page * PAGE,
          limit: PAGE,
        }),
      networkMode: 'always' as const,
    })),
  })
  const byPage = new Map(pages.map((page, index) => [page, answers[index]?.data]))
  const failed = answers.find(({ error }) => error !== null)
  return {
    about: byPage.get(0),
    row: (index) => byPage.get(Math.floor(index / PAGE))?.rows[index % PAGE],
    error: failed?.error ?? null,
    retry: () => void failed?.refetch(),
  }
}
