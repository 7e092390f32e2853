import { assertNever } from '../../shared/assertNever.ts'
import type { FittedRecipe } from '../../shared/recipes.ts'
import type { InputGroup, LayerShape, Run } from '../../shared/runs.ts'
import type { EngineDense, EngineFeature, EngineLayer, EngineSpec } from './engine.ts'
import { featureWidth } from './features.ts'
import { tellsMembersApart } from './members.ts'

/**
 * What a network consists of, from the inputs to the output layer, with its trained parameters.
 *
 * @param columns where each input comes from, which names embeddings
 */
export function networkShapes(
  spec: Pick<EngineSpec, 'inputs' | 'features' | 'members' | 'layers'>,
  columns: FittedRecipe['inputs'] = [],
): LayerShape[] {
  const features = (spec.features ?? []).flatMap((feature) => featureShape(feature, columns))
  const width = (spec.features ?? []).reduce((sum, feature) => sum + featureWidth(feature), 0)
  const inputs = spec.features === undefined ? spec.inputs : width
  return [...features, ...shapesAfter(spec.layers, inputs, spec.members ?? 1)]
}

/** What layers consist of into which `inputs` numbers come: each, and after a residual block those within it. */
export function shapesAfter(layers: readonly EngineLayer[], inputs: number, members: number): LayerShape[] {
  return layerShapes(layers, { width: inputs, reached: 1, members }, 0)
}

/**
 * How the columns enter: all plain numbers as one group, and each encoding and each category by itself.
 *
 * @param columns where each input comes from, which names categories
 */
export function inputGroups(
  spec: Pick<EngineSpec, 'inputs' | 'features'>,
  columns: FittedRecipe['inputs'] = [],
): InputGroup[] {
  if (spec.features === undefined) return [plainGroup(spec.inputs)]
  return spec.features.flatMap((feature): InputGroup[] => {
    if (feature.kind === 'number') return [plainGroup(feature.columns.length)]
    if (feature.kind === 'oneHot') {
      const { levels, column } = feature
      return [{ kind: 'oneHot', ...nameOf(columns, column), inputs: levels, units: levels, parameters: 0 }]
    }
    return featureShape(feature, columns).map(({ column, inputs, units, parameters }) => ({
      kind: feature.kind,
      ...(column === undefined ? {} : { column }),
      inputs,
      units,
      parameters,
    }))
  })
}

function plainGroup(columns: number): InputGroup {
  return { kind: 'number', inputs: columns, units: columns, parameters: 0 }
}

function nameOf(columns: FittedRecipe['inputs'], column: number): { column?: string } {
  const from = columns[column]?.from
  return from === undefined ? {} : { column: from }
}

export function parameterCount(shapes: readonly LayerShape[]): number {
  return shapes.reduce((sum, { parameters }) => sum + parameters, 0)
}

/** Length of the stored weights: the parameters, and as many running statistics as batch normalizations have of these. */
export function weightsLength({ parameters, layers = [] }: Pick<Run, 'parameters' | 'layers'>): number {
  return parameters + parameterCount(layers.filter(({ kind }) => kind === 'batchNormalization'))
}

function featureShape(feature: EngineFeature, columns: FittedRecipe['inputs']): LayerShape[] {
  const units = featureWidth(feature)
  switch (feature.kind) {
    case 'number':
    case 'oneHot':
      return []
    case 'embedding': {
      const { levels, column } = feature
      return [
        { kind: 'embedding', ...nameOf(columns, column), inputs: levels, units, parameters: levels * units, depth: 0 },
      ]
    }
    case 'periodic': {
      const { frequencies, dimension, shared, activation } = feature
      const columns = feature.columns.length
      const dense = (2 * frequencies + 1) * dimension
      const parameters = columns * frequencies + (shared ? 1 : columns) * dense
      return [{ kind: 'periodic', activation, inputs: columns, units, parameters, depth: 0 }]
    }
    case 'piecewiseLinear': {
      const { dimension, edges } = feature
      const parameters = dimension === null ? 0 : edges.reduce((sum, { length }) => sum + length * dimension, 0)
      return [{ kind: 'piecewiseLinear', inputs: feature.columns.length, units, parameters, depth: 0 }]
    }
    default:
      return assertNever(feature)
  }
}

/** What has come of the inputs so far: their number, and for how many members by themselves. */
interface Flow {
  width: number
  reached: number
  readonly members: number
}

function layerShapes(layers: readonly EngineLayer[], flow: Flow, depth: number): LayerShape[] {
  return layers.flatMap((layer): LayerShape[] => {
    if (tellsMembersApart(layer)) flow.reached = flow.members
    const { width, reached } = flow
    const plain = { kind: layer.kind, inputs: width, units: width, depth }
    switch (layer.kind) {
      case 'dense': {
        const { units, activation } = layer
        flow.width = units
        return [{ ...plain, units, activation, parameters: denseParameters(layer, width, flow.members) }]
      }
      case 'activation':
        return [{ ...plain, activation: layer.activation, parameters: 0 }]
      case 'dropout':
        return [{ ...plain, parameters: 0 }]
      case 'prelu':
      case 'rmsNormalization':
      case 'scale':
        return [{ ...plain, parameters: width * reached }]
      case 'batchNormalization':
      case 'layerNormalization':
        return [{ ...plain, parameters: 2 * width * reached }]
      case 'residual':
        return [{ ...plain, parameters: 0 }, ...layerShapes(layer.layers, flow, depth + 1)]
      default:
        return assertNever(layer)
    }
  })
}

function denseParameters({ units, bias, sharing }: EngineDense, inputs: number, members: number): number {
  const biases = bias === false ? 0 : units
  switch (sharing ?? 'all') {
    case 'own':
      return members * (inputs * units + biases)
    case 'adapters':
      return inputs * units + members * (inputs + units + biases)
    case 'all':
      return inputs * units + biases
  }
}
