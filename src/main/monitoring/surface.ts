import { detailNames } from '../../core/network/predictions.ts'
import { columnInView } from '../../core/recipe/table/derive.ts'
import { actualTargets } from '../../core/recipe/target.ts'
import { isNumericColumn, type Table } from '../../core/table.ts'
import { DescentError } from '../../shared/errors.ts'
import type { DecisionSurface } from '../../shared/monitoring.ts'
import type { FittedRecipe, RawInput } from '../../shared/recipes.ts'
import type { ComputeClient } from '../compute/client.ts'
import type { Model } from '../compute/protocol.ts'
import { readingPlain } from '../predictions/plainModel.ts'
import { rowExample } from '../predictions/row.ts'

/** Places along either axis. */
const SIZE = 48
/** Training rows that are drawn. */
const MOST_POINTS = 300
/** Beyond the seen values to either side, as a share of their range. */
const MARGIN = 0.05

/** What a model predicts over two of its numeric inputs, null where it has not got two. Errors: `usage` where a column is not one. */
export async function decisionSurface(
  compute: ComputeClient,
  model: Model,
  { table, trainRows }: { table: Table; trainRows: Uint32Array },
  wanted: { x: string | null; y: string | null },
): Promise<DecisionSurface | null> {
  const { fitted } = model
  const names = fitted.rawInputs.filter(isSurfaceColumn).map(({ name }) => name)
  const first = wanted.x ?? names.find((name) => name !== wanted.y)
  const second = wanted.y ?? names.find((name) => name !== first)
  if (first === undefined || second === undefined) return null
  const [x, y] = [axisOf(fitted, first), axisOf(fitted, second)]
  const at = ({ min, max }: typeof x, place: number) => String(min + ((max - min) * place) / (SIZE - 1))
  const rows = SIZE * SIZE
  const texts = (of: (column: number, row: number) => string) =>
    Array.from({ length: rows }, (_, i) => of(i % SIZE, Math.floor(i / SIZE)))
  const held = fitted.rawInputs
    .filter(({ name }) => name !== x.name && name !== y.name)
    .map((raw) => ({ name: raw.name, value: rowExample(fitted, raw) }))
  const columns = [
    { name: x.name, texts: texts((column) => at(x, column)) },
    { name: y.name, texts: texts((_, row) => at(y, row)) },
    ...held.map(({ name, value }) => ({ name, texts: new Array<string>(rows).fill(value) })),
  ]
  const { predictions, details } = await compute.ask('predict', { model: readingPlain(model), columns, rows })
  const { target } = fitted
  const classes = target.task === 'classification' ? target.classes : null
  const width = detailNames(target).length
  const values = predictions.map((text) => (classes === null ? Number(text) : classes.indexOf(text)))
  return {
    columns: names,
    x,
    y,
    size: SIZE,
    classes,
    values,
    certainty: values.map((value, row) => (classes === null ? 1 : certainty(details[row * width + value]))),
    points: pointsOf(table, fitted, trainRows, { x: first, y: second }),
    held,
  }
}

/** Scores that are no probabilities say nothing about certainty. */
function certainty(value: number | undefined): number {
  return value !== undefined && value >= 0 && value <= 1 ? value : 1
}

function isSurfaceColumn(raw: RawInput): raw is RawInput & { min: number; max: number } {
  return raw.kind === 'number' && raw.min !== null && raw.max !== null
}

function axisOf({ rawInputs }: FittedRecipe, name: string): DecisionSurface['x'] {
  const raw = rawInputs.find((input) => input.name === name)
  if (raw === undefined || !isSurfaceColumn(raw)) {
    throw new DescentError('usage', `“${name}” is no number that this model takes.`, {
      hint: 'Choose two numeric columns.',
      where: { column: name },
    })
  }
  const room = (raw.max - raw.min || Math.abs(raw.max) || 1) * MARGIN
  return { name, min: raw.min - room, max: raw.max + room }
}

/** Training rows in even distances that have both values. */
function pointsOf(
  table: Table,
  fitted: FittedRecipe,
  rows: Uint32Array,
  names: { x: string; y: string },
): DecisionSurface['points'] {
  const step = Math.max(1, Math.ceil(rows.length / MOST_POINTS))
  const some = rows.filter((_, at) => at % step === 0)
  const actual = actualTargets(table, fitted, some)
  const [x, y] = [names.x, names.y].map((name) => columnInView(table, fitted.recipe, name))
  if (x === undefined || y === undefined || !isNumericColumn(x) || !isNumericColumn(y)) return []
  return Array.from(some, (row, at) => ({
    x: x.values[row] ?? NaN,
    y: y.values[row] ?? NaN,
    value: actual[at] ?? NaN,
  })).filter((point) => Object.values(point).every(Number.isFinite))
}
