import type { FittedRecipe } from '../../shared/recipes.ts'
import { matrixColumns } from '../recipe/matrixColumns.ts'
import { rowsLeftOut, transformInputs } from '../recipe/transform.ts'
import { lengthOf, pickedTable, type Cells, type Picks } from './cells.ts'
import { rawColumnsOf } from './rawColumns.ts'

/** Inputs of rows put together from cells: row-major, rows × inputs of the network. */
export type MixInputs = (picks: Picks, rows: number) => Float32Array

/**
 * A short cut through the recipe: where each of the network's inputs is made of one raw column alone, and no row is left
 * out, the inputs of rows put together are those of the rows that the cells came from. They are prepared once for some
 * cells, however many rows are asked for.
 *
 * @returns null for cells that have to go through the recipe anew each time
 */
export function preparedCells(fitted: FittedRecipe): (cells: Cells) => MixInputs | null {
  const sources = matrixColumns(fitted).map((column) => [...rawColumnsOf(column)])
  const isApart = rowsLeftOut(fitted) === null && sources.every(({ length }) => length <= 1)
  const known = new WeakMap<Cells, { mix: MixInputs | null }>()
  return (cells) => {
    if (!isApart) return null
    const found = known.get(cells) ?? { mix: mixing(fitted, cells, sources) }
    known.set(cells, found)
    return found.mix
  }
}

function mixing(fitted: FittedRecipe, cells: Cells, sources: readonly (readonly string[])[]): MixInputs | null {
  const [first] = cells.columns
  const rows = first === undefined ? 0 : lengthOf(first)
  if (rows === 0 || cells.columns.some((column) => lengthOf(column) !== rows)) return null
  const all = Uint32Array.from({ length: rows }, (_, row) => row)
  const asTheyAre = cells.columns.map(() => all)
  const { inputs, kept } = transformInputs(pickedTable(cells, asTheyAre, rows), fitted, all)
  if (kept.length < rows) return null
  const width = sources.length
  const columnOf = sources.map(([name]) => cells.columns.findIndex((column) => column.name === name))
  return (picks, count) => {
    const mixed = new Float32Array(count * width)
    for (const [at, column] of columnOf.entries()) {
      const pick = picks[column]
      // Made of no column that the cells have: the same in every row.
      for (let i = 0; i < count; i++) mixed[i * width + at] = inputs[(pick?.[i] ?? 0) * width + at] ?? NaN
    }
    return mixed
  }
}
