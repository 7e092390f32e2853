import type { FittedRecipe } from '../../shared/recipes.ts'
import { childrenOf } from '../expression/children.ts'
import type { Expression } from '../expression/types.ts'
import type { EngineFeature } from '../network/engine.ts'
import { featureWidth } from '../network/features.ts'
import { matrixColumns } from '../recipe/matrixColumns.ts'
import { explainedColumns } from './explainedColumns.ts'
import type { InputBlock } from './pathGradients.ts'
import { rawColumnsOf } from './rawColumns.ts'

/**
 * What the first layer takes, by the raw columns that it is made of, in the order of the model's columns. What is made of
 * several columns at once, such as a product, is a block of its own under all their names, behind the others.
 *
 * @param features of the engine's description; the inputs of a block are counted behind them
 */
export function inputBlocks(fitted: FittedRecipe, features: readonly EngineFeature[] | undefined): InputBlock[] {
  const columns = explainedColumns(fitted)
  const columnOf = new Map(columns.flatMap(({ name, inputs }) => inputs.map((input) => [input, name] as const)))
  const order = new Map(columns.map(({ name }, at) => [name, at]))
  const place = (name: string) => order.get(name) ?? order.size
  const names = matrixColumns(fitted).map((column) => {
    const own = new Set(Array.from(rawColumnsOf(column, sourcesOf), (raw) => columnOf.get(raw) ?? raw))
    return [...own].toSorted((a, b) => place(a) - place(b)).join(' × ')
  })
  const blocks = new Map<string, number[]>()
  for (const [at, column] of encodedFrom(names.length, features).entries()) {
    const name = names[column] ?? ''
    blocks.set(name, [...(blocks.get(name) ?? []), at])
  }
  return Array.from(blocks, ([name, inputs]) => ({ name, inputs })).toSorted((a, b) => place(a.name) - place(b.name))
}

/** For each number that the first layer takes, the column of the matrix that it comes from. */
export function encodedFrom(columns: number, features: readonly EngineFeature[] | undefined): number[] {
  if (features === undefined) return Array.from({ length: columns }, (_, column) => column)
  return features.flatMap((feature) => {
    switch (feature.kind) {
      case 'number':
        return feature.columns
      case 'oneHot':
      case 'embedding':
        return repeated(feature.column, featureWidth(feature))
      case 'periodic':
        return feature.columns.flatMap((column) => repeated(column, feature.dimension))
      case 'piecewiseLinear':
        return feature.columns.flatMap((column, at) =>
          repeated(column, feature.dimension ?? (feature.edges[at]?.length ?? 1) - 1),
        )
    }
  })
}

function repeated(column: number, times: number): number[] {
  return new Array<number>(times).fill(column)
}

/** What fills a gap from other columns still counts as the column whose gap it is. */
function sourcesOf(expression: Expression): readonly Expression[] {
  if (expression.op !== 'chainedRegressions' && expression.op !== 'nearestMean') return childrenOf(expression)
  const own = expression.xs[expression.target]
  return own === undefined ? [] : [own]
}
