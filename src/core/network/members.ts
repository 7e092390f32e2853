import type { EngineLayer } from './engine.ts'

/**
 * Whether the members of an ensemble are one network no longer from this layer on: it has weights of their own, or draws
 * for each. What comes before is computed once, and what has a value a column has one for each member after it.
 */
export function tellsMembersApart(layer: EngineLayer): boolean {
  switch (layer.kind) {
    case 'dense':
      return (layer.sharing ?? 'all') !== 'all'
    case 'dropout':
    case 'scale':
      return true
    case 'residual':
      return layer.layers.some(tellsMembersApart)
    default:
      return false
  }
}
