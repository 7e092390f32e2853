import type { Verdict } from '../../core/comparison/verdict.ts'
import type { RowMetric } from '../../core/metrics/rowScores.ts'
import type { SplitName } from '../../shared/recipes.ts'
import type { Run } from '../../shared/runs.ts'
import type { ComputeClient } from '../compute/client.ts'
import type { RowMeasures } from '../compute/protocol.ts'
import { loadModel } from '../runs/models.ts'
import type { RunStorage } from '../runs/ports.ts'
import type { DataPreparer } from '../runs/preparer.ts'
import { prepareAgain } from '../runs/sameData.ts'

/** What two single runs are compared by. */
export interface RowQuestion {
  split: SplitName
  metric: RowMetric
}

/** null where the metric is not defined for the rows. */
export type RowVerdict = Verdict | null | 'otherRows'

interface WorkOptions {
  signal: AbortSignal
  onProgress?: (fraction: number) => void
}

/** A run's scores with the numbers of their rows. */
interface Measured extends RowMeasures {
  rows: Uint32Array
}

/** Bytes of scores that are kept: a table's best runs are each compared with one and the same. */
const MEASURES_BYTES = 64 * 2 ** 20
const VERDICTS_KEPT = 2000
/** Of a comparison's work, how much the predictions are. */
const PREDICTING_SHARE = 0.3

/**
 * Compares single runs over the rows of one split, by their best weights. Scores and verdicts are remembered as long as
 * the runs stay what they are. All the drawing is done by a thread of its own: nobody's question waits for it.
 */
export class ComparisonsOverRows {
  readonly #context: { storage: RunStorage; preparer: DataPreparer; compute: ComputeClient }
  /** The one used last stands last. */
  readonly #measures = new Map<string, Measured>()
  readonly #verdicts = new Map<string, RowVerdict>()

  constructor(context: { storage: RunStorage; preparer: DataPreparer; compute: ComputeClient }) {
    this.#context = context
  }

  /** What was found before; undefined where it has to be worked out. */
  known(project: string, runs: readonly [Run, Run], question: RowQuestion): RowVerdict | undefined {
    return sameTable(runs, question.split) ? this.#verdicts.get(verdictKey(project, runs, question)) : 'otherRows'
  }

  /**
   * Whether the first is better than the second: null where the metric is not defined for these rows, 'otherRows' where
   * they are not measured on the same. Errors: those of `loadModel` and `prepareAgain`, and `cancelled`.
   */
  async compare(
    project: string,
    runs: readonly [Run, Run],
    question: RowQuestion,
    { signal, onProgress = () => {} }: WorkOptions,
  ): Promise<RowVerdict> {
    const before = this.known(project, runs, question)
    if (before !== undefined) return before
    const a = await this.#measure(project, runs[0], question, signal)
    const b = await this.#measure(project, runs[1], question, signal)
    onProgress(PREDICTING_SHARE)
    const found: RowVerdict = sameRows(a.rows, b.rows)
      ? await this.#context.compute.ask(
          'compareMeasures',
          { a, b, metric: question.metric },
          { signal, onProgress: (fraction) => onProgress(PREDICTING_SHARE + (1 - PREDICTING_SHARE) * fraction) },
        )
      : 'otherRows'
    this.#verdicts.set(verdictKey(project, runs, question), found)
    forgetOldest(this.#verdicts, (kept) => kept.size > VERDICTS_KEPT)
    return found
  }

  async #measure(project: string, run: Run, question: RowQuestion, signal: AbortSignal): Promise<Measured> {
    const { storage, preparer, compute } = this.#context
    const key = runKey(project, run, question)
    const known = this.#measures.get(key)
    if (known !== undefined) {
      this.#measures.delete(key)
      this.#measures.set(key, known)
      return known
    }
    const model = await loadModel(storage, project, run)
    const dataset = await storage.getDataset(project, run.dataset)
    const again = await prepareAgain({ storage, preparer }, project, run, dataset)
    signal.throwIfAborted()
    // A run with weights was prepared.
    if (again === null) throw new Error('The run has weights and no preparation.')
    const { data } = again.prepared
    const measures = await compute.ask('measureRows', { model, ...again.prepared, ...question }, { signal })
    const found = { ...measures, rows: data.rows[question.split] }
    this.#measures.set(key, found)
    forgetOldest(this.#measures, (kept) => kept.size > 2 && bytesOf(kept) > MEASURES_BYTES)
    return found
  }
}

/** Changes when the run is extended, or its scores are others for another reason. */
function runKey(project: string, { id, epochs, bestEpoch, metrics }: Run, { split, metric }: RowQuestion): string {
  return JSON.stringify([project, id, epochs, bestEpoch, metrics?.[split], split, metric])
}

function verdictKey(project: string, [a, b]: readonly [Run, Run], question: RowQuestion): string {
  return `${runKey(project, a, question)} ${runKey(project, b, question)}`
}

function bytesOf(kept: ReadonlyMap<string, Measured>): number {
  return [...kept.values()].reduce((sum, { values, actual }) => sum + values.byteLength + actual.byteLength, 0)
}

function forgetOldest<V>(kept: Map<string, V>, isTooMuch: (kept: ReadonlyMap<string, V>) => boolean): void {
  for (const oldest of kept.keys()) {
    if (!isTooMuch(kept)) return
    kept.delete(oldest)
  }
}

/** Rows are numbers of a table's rows; those of the test may be another table's. */
function sameTable([a, b]: readonly [Run, Run], split: SplitName): boolean {
  const isSameTest = a.recipe.split.testTable === b.recipe.split.testTable
  return a.dataset === b.dataset && (split !== 'test' || isSameTest)
}

function sameRows(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((row, index) => row === b[index])
}
