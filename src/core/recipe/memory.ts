import { ignoreRemedy, type Problem } from './columns.ts'

const bytesPerFloat64 = 8
const bytesPerFloat32 = 4

interface Made {
  kind: 'number' | 'date' | 'category' | 'indicator' | 'index'
  from: string
}

/**
 * Why what a step makes does not fit into memory: each new number is worked out for every training row, in float64.
 * Columns of 0 and 1 share one index and cost nothing yet. null where it fits.
 *
 * @param rows training rows
 * @param bytes memory at hand
 */
export function madeTooMuch(
  before: readonly Made[],
  after: readonly Made[],
  rows: number,
  bytes: number,
): Problem | null {
  const known = new Set(before)
  const made = after.filter((column) => !known.has(column) && (column.kind === 'number' || column.kind === 'date'))
  return problemOf(made, rows * bytesPerFloat64, bytes)
}

/** Rows whose inputs lie in memory at once. */
export interface RowsInMemory {
  used: number
  /** Training rows that lie there a second time, with the target means of the other folds; 0 without any. */
  crossFitted: number
}

/** Why the network's inputs do not fit into memory, in float32 for every row there; null where they do. */
export function inputsTooLarge(
  inputs: readonly { from: string }[],
  { used, crossFitted }: RowsInMemory,
  bytes: number,
): Problem | null {
  const problem = problemOf(inputs, (used + crossFitted) * bytesPerFloat32, bytes)
  if (problem === null || crossFitted === 0) return problem
  return {
    ...problem,
    message: `${problem.message} ${inGigabytes(inputs.length * crossFitted * bytesPerFloat32)} of it are the training rows once more, with target means that were fitted without them.`,
    hint: 'Encode categories without the target (as 0/1 columns, by frequency or embedded), keep fewer columns, or use fewer rows.',
  }
}

/**
 * Why the rows that a step draws do not fit into memory beside those that they are drawn of; null where they do.
 *
 * @param width numbers a row: the network's inputs and the target
 * @param drawn rows that the network learns from, of the training rows
 */
export function drawnTooMuch(
  width: number,
  { used, crossFitted }: RowsInMemory,
  { step, column, rows: drawn }: { step: string; column: string; rows: number },
  { train, bytes }: { train: number; bytes: number },
): Problem | null {
  const needed = (used + crossFitted + drawn) * width * bytesPerFloat32
  if (needed <= bytes) return null
  const [before, after] = [train.toLocaleString('en-US'), drawn.toLocaleString('en-US')]
  return {
    kind: 'tooMuchMemory',
    column,
    step,
    message: `Resampling the classes of “${column}” makes ${after} rows of the ${before} training rows, which need ${inGigabytes(needed)} of memory; ${inGigabytes(bytes)} are at hand.`,
    hint: 'Choose a smaller ratio, leave out rows of the frequent classes instead, or let rare classes weigh more.',
    remedies: [],
  }
}

/** Names the feature that most of the columns come from. */
function problemOf(columns: readonly { from: string }[], bytesEach: number, bytes: number): Problem | null {
  const needed = columns.length * bytesEach
  if (needed <= bytes) return null
  const counts = new Map<string, number>()
  for (const { from } of columns) counts.set(from, (counts.get(from) ?? 0) + 1)
  const [column, count] = [...counts].reduce((most, one) => (one[1] > most[1] ? one : most))
  const share = count === columns.length ? '' : ` ${count.toLocaleString('en-US')} of`
  return {
    kind: 'tooMuchMemory',
    column,
    message: `“${column}” becomes${share} ${columns.length.toLocaleString('en-US')} columns, which need ${inGigabytes(needed)} of memory; ${inGigabytes(bytes)} are at hand.`,
    hint: `Keep fewer levels or words of “${column}”, encode it by the mean target, embed it, or use fewer rows.`,
    remedies: [ignoreRemedy(column)],
  }
}

function inGigabytes(bytes: number): string {
  return `${Number((bytes / 1e9).toPrecision(2))} GB`
}
