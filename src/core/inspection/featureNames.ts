import type { FittedRecipe } from '../../shared/recipes.ts'
import type { EngineFeature } from '../network/engine.ts'
import { featureWidth } from '../network/features.ts'
import { expressRecipe } from '../recipe/expressed.ts'

/** Names of the columns that the first layer takes, in order: inputs, levels as “column = level”, encodings numbered. */
export function featureNames(fitted: FittedRecipe, features: readonly EngineFeature[] | undefined): string[] {
  const { inputs } = fitted
  const name = (column: number) => inputs[column]?.name ?? `input ${column + 1}`
  if (features === undefined) return inputs.map(({ name: own }) => own)
  const levels = levelNames(fitted)
  return features.flatMap((feature) => {
    switch (feature.kind) {
      case 'number':
        return feature.columns.map(name)
      case 'oneHot': {
        const own = name(feature.column)
        return numbered(own, feature.levels).map((other, code) => levels.get(own)?.[code] ?? other)
      }
      case 'embedding':
        return numbered(name(feature.column), feature.dimension)
      case 'periodic':
        return feature.columns.flatMap((column) => numbered(name(column), feature.dimension))
      case 'piecewiseLinear': {
        const widths = feature.edges.map((edges) => featureWidth({ ...feature, edges: [edges], columns: [0] }))
        return feature.columns.flatMap((column, at) => numbered(name(column), widths[at] ?? 0))
      }
    }
  })
}

const numbered = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name} [${i + 1}]`)

/** By the encoded column, the names of its 0/1 columns in the order of their codes. */
function levelNames(fitted: FittedRecipe): Map<string, string[]> {
  const names = new Map<string, string[]>()
  for (const column of expressRecipe(fitted)) {
    if (column.kind !== 'indicator') continue
    const known = names.get(column.encoded) ?? []
    known[column.code] = column.name
    names.set(column.encoded, known)
  }
  return names
}
