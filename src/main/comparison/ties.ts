import type { Handlers } from '../../shared/contract.ts'
import type { Tie } from '../../shared/comparison.ts'
import type { Run } from '../../shared/runs.ts'
import { mainMetric } from '../../core/metrics/mainMetric.ts'
import { isRowMetric } from '../../core/metrics/rowScores.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { RunsService } from '../runs/service.ts'
import type { ComparisonsOverRows, RowQuestion, RowVerdict } from './overRows.ts'
import { notOverRows } from './failures.ts'

interface TiesContext {
  runs: Pick<RunsService, 'get'>
  overRows: ComparisonsOverRows
  jobs: Jobs
}

/** Which runs cannot be told from the best one. */
export function createTies({ runs, overRows, jobs }: TiesContext): Pick<Handlers, 'runs.ties'> {
  return {
    'runs.ties': async ({ project, job, best: bestId, others: otherIds, split, metric: asked }) => {
      const best = await runs.get(project, bestId)
      const others = await Promise.all(otherIds.map((id) => runs.get(project, id)))
      const metric = asked ?? mainMetric(best.task)
      if (!isRowMetric(metric)) throw notOverRows(metric)
      const question: RowQuestion = { split, metric }
      const known = others.map((other) => overRows.known(project, [best, other], question))
      const found = (index: number, verdict: RowVerdict) => tieOf(others[index]?.id ?? '', verdict)
      // What is known needs no job, which people would see flash up.
      if (!known.includes(undefined)) return known.map((verdict, index) => found(index, verdict ?? null))
      const title = `Comparing ${others.length === 1 ? nameOf(others) : `${others.length} runs`} with ${best.name}`
      return jobs.run({ id: job, project, kind: 'evaluation', title }, async ({ signal, progress }) => {
        const ties: Tie[] = []
        for (const [index, other] of others.entries()) {
          const onProgress = (fraction: number) => progress((index + fraction) / others.length, other.name)
          onProgress(0)
          const verdict = await overRows
            .compare(project, [best, other], question, { signal, onProgress })
            .catch((error: unknown) => {
              if (signal.aborted) throw error
              // One that cannot be worked out, as its table was changed, does not hide the others.
              return null
            })
          ties.push(found(index, verdict))
        }
        return ties
      })
    },
  }
}

function nameOf([run]: readonly Run[]): string {
  return run?.name ?? ''
}

function tieOf(run: string, verdict: RowVerdict): Tie {
  if (verdict === 'otherRows') return { run, found: 'otherRows', difference: null, interval: null }
  if (verdict === null) return { run, found: 'unknown', difference: null, interval: null }
  const { difference, interval } = verdict
  return { run, found: verdict.verdict === 'tie' ? 'tie' : 'apart', difference, interval }
}
