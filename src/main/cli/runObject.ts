import type { Run } from '../../shared/runs.ts'
import { withoutTestTable, withoutTimeLimit } from '../../shared/training/file.ts'

/** A file that a command wrote. */
export interface WrittenFile {
  path: string
  format: string
  sizeBytes: number
  check?: unknown
}

/**
 * What `train --json` prints of a run, and `runs --json` for each. Its `config` is what `--config` takes: with the same
 * table and target it gives the same weights to the bit, because it holds the recipe with its split, too.
 *
 * @param isOfFile the run's project goes with the command, so that no later one can name a table of it
 */
export function runObject(run: Run, files: readonly WrittenFile[], isOfFile = false): Record<string, unknown> {
  const config = run.state === 'finished' ? withoutTimeLimit(run.config) : run.config
  return {
    run: run.id,
    task: run.task,
    target: run.target,
    metrics: run.metrics ?? { train: null, validation: null, test: null },
    epochs: run.epochs,
    bestEpoch: run.bestEpoch,
    stopReason: run.stopReason,
    seconds: run.seconds,
    seed: run.config.training.seed,
    parameters: run.parameters,
    rows: run.rows,
    config: { ...config, recipe: isOfFile ? withoutTestTable(run.recipe) : run.recipe },
    files,
  }
}

/** A number for people: enough digits to compare, none to distract. */
export function metricText(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–'
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(3)
  return String(Number(value.toPrecision(5)))
}
