import { assertNever } from '../../shared/assertNever.ts'
import type { EngineFeature, EngineLayer, EngineSpec } from './engine.ts'
import { featureWidth } from './features.ts'
import { tellsMembersApart } from './members.ts'

/** One array of a network's parameters. */
export interface ParameterArray {
  /** "layers.1.weights", "features.0.embeddings": where it belongs, counted from 0, and what it is. */
  name: string
  /** Row-major; with an axis of members first where each member has one by itself. */
  shape: number[]
}

/** The arrays of which the engine's flat weights consist, in their order. */
export function parameterLayout(
  spec: Pick<EngineSpec, 'inputs' | 'features' | 'members' | 'layers'>,
): ParameterArray[] {
  const features = spec.features ?? []
  const width =
    spec.features === undefined ? spec.inputs : features.reduce((sum, feature) => sum + featureWidth(feature), 0)
  const flow: Flow = { width, members: 1, all: spec.members ?? 1 }
  return [
    ...features.flatMap((feature, index) => featureArrays(feature, `features.${index}`)),
    ...layerArrays(spec.layers, flow, 'layers'),
  ]
}

interface Flow {
  width: number
  members: number
  readonly all: number
}

function featureArrays(feature: EngineFeature, place: string): ParameterArray[] {
  switch (feature.kind) {
    case 'number':
    case 'oneHot':
      return []
    case 'embedding':
      return [{ name: `${place}.embeddings`, shape: [feature.levels, feature.dimension] }]
    case 'periodic': {
      const { columns, frequencies, dimension, shared } = feature
      const layers = shared ? 1 : columns.length
      return [
        { name: `${place}.frequencies`, shape: [columns.length, frequencies] },
        { name: `${place}.weights`, shape: [layers, 2 * frequencies, dimension] },
        { name: `${place}.biases`, shape: [layers, dimension] },
      ]
    }
    case 'piecewiseLinear': {
      const { columns, edges, dimension } = feature
      if (dimension === null) return []
      const bins = (k: number): number => (edges[k]?.length ?? 1) - 1
      return [
        ...columns.map((_, k) => ({ name: `${place}.weights.${k}`, shape: [bins(k), dimension] })),
        ...columns.map((_, k) => ({ name: `${place}.biases.${k}`, shape: [dimension] })),
      ]
    }
    default:
      return assertNever(feature)
  }
}

function layerArrays(layers: readonly EngineLayer[], flow: Flow, place: string): ParameterArray[] {
  return layers.flatMap((layer, index): ParameterArray[] => {
    if (tellsMembersApart(layer)) flow.members = flow.all
    const { width, members } = flow
    const own = `${place}.${index}`
    const ofColumns = (...names: string[]): ParameterArray[] =>
      names.map((name) => ({ name: `${own}.${name}`, shape: members === 1 ? [width] : [members, width] }))
    switch (layer.kind) {
      case 'dense': {
        const { units, bias } = layer
        flow.width = units
        const isOwn = layer.sharing === 'own' && members > 1
        const isAdapted = layer.sharing === 'adapters' && members > 1
        const arrays = [{ name: `${own}.weights`, shape: isOwn ? [members, width, units] : [width, units] }]
        if (isAdapted) {
          arrays.push({ name: `${own}.inputFactors`, shape: [members, width] })
          arrays.push({ name: `${own}.outputFactors`, shape: [members, units] })
        }
        if (bias !== false)
          arrays.push({ name: `${own}.biases`, shape: isOwn || isAdapted ? [members, units] : [units] })
        return arrays
      }
      case 'activation':
      case 'dropout':
        return []
      case 'prelu':
        return ofColumns('slopes')
      case 'batchNormalization':
        return ofColumns('gains', 'shifts', 'runningMeans', 'runningVariances')
      case 'layerNormalization':
        return ofColumns('gains', 'shifts')
      case 'rmsNormalization':
        return ofColumns('gains')
      case 'scale':
        return ofColumns('factors')
      case 'residual':
        return layerArrays(layer.layers, flow, `${own}.layers`)
      default:
        return assertNever(layer)
    }
  })
}
