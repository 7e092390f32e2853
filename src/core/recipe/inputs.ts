import type { FittedRecipe } from '../../shared/recipes.ts'
import type { WorkingColumn } from './columns.ts'
import { plainNeeds, type NetworkNeeds } from './needs.ts'

/** Columns that are held for every row: of an encoded category the index alone, unless its 0/1 columns are scaled. */
export function matrixColumns(columns: readonly WorkingColumn[], numeric: ReadonlySet<string>): FittedRecipe['inputs'] {
  return inputsOf(columns, numeric, { ...plainNeeds, categories: 'index' })
}

/**
 * What the network's matrix has: numbers and 0/1 columns, or one column of indices for an encoded category.
 *
 * @param numeric features that are numbers or dates
 */
export function inputsOf(
  columns: readonly WorkingColumn[],
  numeric: ReadonlySet<string>,
  { categories }: NetworkNeeds,
): FittedRecipe['inputs'] {
  const scaled = new Set<Int32Array>()
  for (const column of columns) {
    if (column.kind === 'indicator' && (column.on !== 1 || column.off !== 0)) scaled.add(column.codes)
  }
  const indexed = new Set<Int32Array>()
  return columns.flatMap((column): FittedRecipe['inputs'] => {
    const { name, from } = column
    if (column.kind === 'index') return [{ name, from, levels: column.levels, embedded: true }]
    const isNumber = column.kind === 'number' || column.kind === 'date'
    const input = { name, from, ...(isNumber === numeric.has(from) ? {} : { numeric: isNumber }) }
    if (column.kind !== 'indicator') return [input]
    const { codes, levels } = column
    if (categories === 'columns' || (categories === 'index' && scaled.has(codes))) return [input]
    if (indexed.has(codes)) return []
    indexed.add(codes)
    return [{ name: column.encoded, from, levels }]
  })
}
