import { explainedColumns } from '../../../core/explain/explainedColumns.ts'
import { inputBlocks } from '../../../core/explain/inputBlocks.ts'
import { integratedGradients } from '../../../core/explain/pathGradients.ts'
import { exactShapley, sampledShapley } from '../../../core/explain/shapley.ts'
import type { OnProgress } from '../../../core/progress.ts'
import { transformInputs } from '../../../core/recipe/transform.ts'
import { pickedTable } from '../../../core/explain/cells.ts'
import { DescentError } from '../../../shared/errors.ts'
import type { Effort, RowExplanation, RowQuestion } from '../../../shared/explain.ts'
import type { Engine } from '../../training/native.ts'
import { firstActivations, networkBehindFeatures } from './firstActivations.ts'
import { gameOf } from './games.ts'
import { cellText, greatestAt, type Subject } from './subject.ts'

const efforts: Record<Effort, { background: number; rounds: number; steps: number }> = {
  quick: { background: 50, rounds: 2, steps: 50 },
  usual: { background: 100, rounds: 10, steps: 200 },
  careful: { background: 200, rounds: 40, steps: 1000 },
}
/** Predictions up to which every coalition is asked. */
const mostExact = 150_000
/** No coalition has more players. */
const mostExactPlayers = 16

/** Why a row is predicted as it is: what each of its columns adds to a base. */
export function rowExplanation(
  engine: Engine,
  subject: Subject,
  { row, output: wanted, method, effort, seed }: RowQuestion,
  onProgress: OnProgress,
): RowExplanation {
  const { classes, model } = subject
  const { cells: own, prediction } = subject.requireRow(row)
  const predicted = classes === null ? null : greatestAt(prediction)
  const output = requireOutput(wanted ?? predicted ?? 0, model.width)
  const background = subject.sample('train', efforts[effort].background, seed)
  const asked = { row, output, background, effort, seed, onProgress }
  const found = method === 'shapley' ? shapley(subject, asked) : gradients(engine, subject, asked)
  const sum = found.contributions.reduce((total, { contribution }) => total + contribution, found.base)
  const textOf = (name: string): string => {
    const column = own.columns.find((other) => other.name === name)
    return column === undefined ? '' : cellText(column, 0)
  }
  return {
    row,
    method,
    classes,
    output,
    predicted,
    ...found,
    contributions: found.contributions.map((one) => ({ ...one, value: textOf(one.column) })),
    left: found.prediction - sum,
    background: background.length,
  }
}

interface Asked {
  row: number
  output: number
  background: Uint32Array
  effort: Effort
  seed: number
  onProgress: OnProgress
}

type Found = Pick<RowExplanation, 'base' | 'prediction' | 'exact' | 'asked'> & {
  contributions: { column: string; contribution: number; error: number }[]
}

function shapley(subject: Subject, { row, output, background, effort, seed, onProgress }: Asked): Found {
  const players = explainedColumns(subject.fitted)
  const cells = subject.cells(Uint32Array.of(...background, row))
  const count = background.length
  const game = gameOf(subject.model, cells, { players, background: count, row: count, output })
  const found = isAffordable(players.length, count)
    ? exactShapley(game, onProgress)
    : sampledShapley(game, { pairs: efforts[effort].rounds * count, seed, onProgress })
  if (!Number.isFinite(found.base)) throw unexplainable(row)
  return {
    base: found.base,
    prediction: found.prediction,
    exact: found.exact,
    asked: found.asked,
    contributions: players.map(({ name }, at) => ({
      column: name,
      contribution: found.values[at] ?? NaN,
      error: found.errors[at] ?? NaN,
    })),
  }
}

/** Whether every coalition of so many columns can be asked. */
export function isAffordable(players: number, background: number, most = mostExact): boolean {
  return players <= mostExactPlayers && 2 ** players * background <= most
}

function gradients(engine: Engine, subject: Subject, { row, output, background, effort, onProgress }: Asked): Found {
  const rows = Uint32Array.of(row, ...background)
  const cells = subject.cells(rows)
  const all = Uint32Array.from(rows, (_, i) => i)
  const table = pickedTable(
    cells,
    cells.columns.map(() => all),
    rows.length,
  )
  const { inputs, kept } = transformInputs(table, subject.fitted, all)
  const activations = firstActivations(engine, subject, inputs, kept.length)
  const width = activations.length / kept.length
  const own = activations.slice(0, width)
  const baseline = new Float32Array(width)
  const others = Math.max(1, kept.length - 1)
  for (let i = width; i < activations.length; i++) {
    baseline[i % width] = (baseline[i % width] ?? 0) + (activations[i] ?? 0) / others
  }
  const network = networkBehindFeatures(engine, subject)
  const { steps } = efforts[effort]
  const blocks = inputBlocks(subject.fitted, subject.spec.features)
  const found = integratedGradients(
    (given) => {
      const numbers = subject.decoded(network(given))
      const count = given.length / width
      return Float64Array.from({ length: count }, (_, i) => numbers[i * subject.model.width + output] ?? NaN)
    },
    { row: own, baseline },
    blocks,
    { steps, onProgress },
  )
  return {
    base: found.base,
    prediction: found.prediction,
    exact: false,
    asked: 2 + 2 * steps * blocks.length,
    contributions: blocks.map(({ name }, at) => ({ column: name, contribution: found.values[at] ?? NaN, error: 0 })),
  }
}

export function requireOutput(output: number, width: number): number {
  if (output < width) return output
  throw new DescentError('usage', `There is no class ${output + 1}: the model knows ${width}.`, {
    hint: 'Choose one of its classes.',
  })
}

function unexplainable(row: number): DescentError {
  return new DescentError(
    'usage',
    `Row ${row + 1} cannot be mixed with other rows: the preparation leaves all such rows out.`,
    {
      hint: 'Fill gaps by a step of the preparation rather than leaving rows out.',
    },
  )
}
