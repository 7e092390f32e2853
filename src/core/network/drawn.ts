import type { HiddenLayer, Network } from '../../shared/training.ts'
import type { LayerShape } from '../../shared/runs.ts'
import type { EngineLayer } from './engine.ts'
import { sharedLayers, sharingOf, wrongWidths, type WrongWidth } from './layers.ts'
import { tellsMembersApart } from './members.ts'
import { shapesAfter } from './shapes.ts'

/** Where a layer is: its index among the hidden layers, then among those of its residual block, and so on. */
export type LayerPath = readonly number[]

/** A hidden layer with its shape; what lies within a residual block follows it. */
export interface DrawnLayer {
  path: LayerPath
  layer: HiddenLayer
  shape: LayerShape
  /** There is one of it for each member of an ensemble. */
  isApart: boolean
  /** Of a residual block: its ends do not fit together. */
  wrong: Pick<WrongWidth, 'before' | 'after'> | null
}

export interface DrawnNetwork {
  layers: DrawnLayer[]
  output: LayerShape
  /** Of all layers, without those of the inputs. */
  parameters: number
}

const lastLayer = (units: number) =>
  ({ kind: 'dense', units, activation: 'linear', initialization: 'glorot' }) as const satisfies EngineLayer

/**
 * The layers of a network as they are drawn, whether or not they fit together.
 *
 * @param inputs numbers that come into the first layer
 * @param outputs units of the last layer, which follows from the target and the loss
 */
export function drawnNetwork(network: Network, inputs: number, outputs: number): DrawnNetwork {
  const sharing = sharingOf(network)
  const hidden = sharedLayers(network.hidden, sharing?.hidden ?? null)
  const output = { ...lastLayer(outputs), ...(sharing === null ? {} : { sharing: sharing.output }) }
  const shapes = shapesAfter([...hidden, output], inputs, network.ensemble?.members ?? 1)
  const wrong = new Map(wrongWidths(network.hidden, inputs).map((problem) => [problem.path.join('.'), problem]))
  let isApart = false
  const layers = inOrder(network.hidden, hidden, []).flatMap(({ path, layer, engine }, index): DrawnLayer[] => {
    const shape = shapes[index]
    isApart ||= sharing !== null && tellsMembersApart(engine)
    return shape === undefined ? [] : [{ path, layer, shape, isApart, wrong: wrong.get(path.join('.')) ?? null }]
  })
  return {
    layers,
    output: shapes.at(-1) ?? { kind: 'dense', inputs, units: outputs, parameters: 0, depth: 0 },
    parameters: shapes.reduce((sum, { parameters }) => sum + parameters, 0),
  }
}

/** Each layer, and after a residual block those within it. */
function inOrder(hidden: readonly HiddenLayer[], engine: readonly EngineLayer[], within: LayerPath): Listed[] {
  return hidden.flatMap((layer, index): Listed[] => {
    const twin = engine[index]
    if (twin === undefined) return []
    const path = [...within, index]
    const inner = layer.kind === 'residual' && twin.kind === 'residual' ? inOrder(layer.layers, twin.layers, path) : []
    return [{ path, layer, engine: twin }, ...inner]
  })
}

interface Listed {
  path: LayerPath
  layer: HiddenLayer
  engine: EngineLayer
}
