import { temperatureInForce, weightsMark } from '../../core/calibration/inForce.ts'
import type { ConformalChoice, ConformalReport } from '../../shared/calibration.ts'
import { DescentError } from '../../shared/errors.ts'
import type { Run } from '../../shared/runs.ts'
import type { ComputeClient } from '../compute/client.ts'
import { loadModel } from '../runs/models.ts'
import type { RunStorage } from '../runs/ports.ts'
import type { DataPreparer } from '../runs/preparer.ts'
import { prepareAgain } from '../runs/sameData.ts'

/** A person goes to and fro between a few levels of a few runs. */
const KEPT = 64

/** Intervals and sets of runs' best weights by their validation rows. The last answers are remembered; none is stored. */
export class ConformalReports {
  readonly #context: { storage: RunStorage; preparer: DataPreparer; compute: ComputeClient }
  readonly #known = new Map<string, ConformalReport>()

  constructor(context: { storage: RunStorage; preparer: DataPreparer; compute: ComputeClient }) {
    this.#context = context
  }

  known(project: string, run: Run, choice: ConformalChoice): ConformalReport | undefined {
    return this.#known.get(keyOf(project, run, choice))
  }

  /** Errors: those of `loadModel` and `prepareAgain`; `not-found` where the run has no validation rows. */
  async get(project: string, run: Run, choice: ConformalChoice, signal?: AbortSignal): Promise<ConformalReport> {
    const known = this.known(project, run, choice)
    if (known !== undefined) return known
    const { storage, compute } = this.#context
    const model = await loadModel(storage, project, run)
    const again = await prepareAgain(this.#context, project, run, await storage.getDataset(project, run.dataset))
    signal?.throwIfAborted()
    // A run with weights was prepared.
    if (again === null) throw new Error('The run has weights and no preparation.')
    if (again.prepared.data.rows.validation.length === 0) throw noValidationRows(run)
    const report = await compute.ask('conformal', { model, ...again.prepared, choice }, { signal })
    this.#known.set(keyOf(project, run, choice), report)
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= KEPT) break
      this.#known.delete(oldest)
    }
    return report
  }
}

function keyOf(project: string, run: Run, { level, sets }: ConformalChoice): string {
  return JSON.stringify([project, run.id, weightsMark(run), temperatureInForce(run), level, sets])
}

/** There is nothing to calibrate by. */
export function noValidationRows({ name }: Run): DescentError {
  return new DescentError('not-found', `“${name}” has no validation rows, by which its errors could be measured.`, {
    hint: 'Give the validation split a share of the rows in the recipe, and train again.',
  })
}
