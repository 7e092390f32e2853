import type { ColumnKind } from '../../shared/datasets.ts'
import type { Recipe } from '../../shared/recipes.ts'
import { featureColumns } from './features.ts'
import { roleColumns } from './roles.ts'
import { weightColumn } from './rowWeights.ts'
import { dealtColumns } from './split/deal.ts'
import { requireView } from './table/view.ts'
import { outlierColumns } from './training/dropOutlierRows.ts'

/**
 * The raw columns behind the features, the target, the weights of rows and what the split and the search for outliers
 * look at, and those that the steps of the table stage read. Throws `unusable-input` where such a step cannot run.
 */
export function neededColumns(columns: readonly { name: string; kind: ColumnKind }[], recipe: Recipe): Set<string> {
  const view = requireView(columns, recipe)
  const beside = new Set([recipe.target, weightColumn(recipe), ...dealtColumns(recipe), ...outlierColumns(recipe)])
  const all = [...view.columns.values()]
  const wanted = [...featureColumns(all, recipe), ...all.filter(({ name }) => beside.has(name))]
  return new Set([...view.read, ...wanted.flatMap(({ from }) => from)])
}

/** The raw columns that are needed, and those by which it is told whether groups are kept together. */
export function columnsToRead(columns: readonly { name: string; kind: ColumnKind }[], recipe: Recipe): Set<string> {
  const groups = new Set(roleColumns(recipe, 'group'))
  const view = [...requireView(columns, recipe).columns.values()]
  const looked = view.filter(({ name }) => groups.has(name)).flatMap(({ from }) => from)
  return new Set([...neededColumns(columns, recipe), ...looked])
}
