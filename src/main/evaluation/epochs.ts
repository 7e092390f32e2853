import { temperatureInForce } from '../../core/calibration/inForce.ts'
import type { Evaluation } from '../../shared/evaluation.ts'
import type { SplitName } from '../../shared/recipes.ts'
import type { Run } from '../../shared/runs.ts'
import type { ComputeClient } from '../compute/client.ts'
import { loadModel } from '../runs/models.ts'
import type { RunStorage } from '../runs/ports.ts'
import type { DataPreparer } from '../runs/preparer.ts'
import { prepareAgain } from '../runs/sameData.ts'

/** Evaluations kept: a person goes to and fro between a few dozen epochs. */
const KEPT = 64

/** Evaluates runs at their kept epochs. The last answers are remembered; none is stored. */
export class EpochEvaluations {
  readonly #context: { storage: RunStorage; preparer: DataPreparer; compute: ComputeClient }
  readonly #known = new Map<string, Promise<Evaluation | null>>()

  constructor(context: { storage: RunStorage; preparer: DataPreparer; compute: ComputeClient }) {
    this.#context = context
  }

  /** Null where the split has no rows. Errors: those of `loadModel` and `prepareAgain`. */
  get(project: string, run: Run, split: SplitName, epoch: number): Promise<Evaluation | null> {
    // An epoch that a run went back from, and trained again, is another one: each time is noted as a change.
    const key = JSON.stringify([
      project,
      run.id,
      epoch,
      split,
      run.config.training.changes?.length ?? 0,
      temperatureInForce(run),
    ])
    const found = this.#known.get(key) ?? this.#evaluate(project, run, split, epoch)
    this.#known.delete(key)
    this.#known.set(key, found)
    found.catch(() => this.#known.delete(key))
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= KEPT) break
      this.#known.delete(oldest)
    }
    return found
  }

  async #evaluate(project: string, run: Run, split: SplitName, epoch: number): Promise<Evaluation | null> {
    const { storage, compute } = this.#context
    const model = await loadModel(storage, project, run, epoch)
    const dataset = await storage.getDataset(project, run.dataset)
    const again = await prepareAgain(this.#context, project, run, dataset)
    if (again === null) return null
    const [evaluation] = await compute.ask('evaluate', { run: run.id, model, ...again.prepared, splits: [split] })
    return evaluation ?? null
  }
}
