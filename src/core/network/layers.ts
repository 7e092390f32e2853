import { DescentError } from '../../shared/errors.ts'
import type { HiddenLayer, Network, Sharing } from '../../shared/training.ts'
import type { EngineLayer } from './engine.ts'

/** How dense layers that do not say it share their weights between the members of the network's ensemble, if it has one. */
export function sharingOf({ ensemble }: Pick<Network, 'ensemble'>): { hidden: Sharing; output: Sharing } | null {
  if (ensemble === null || ensemble === undefined) return null
  return { hidden: ensemble.kind === 'adapters' ? 'adapters' : 'own', output: 'own' }
}

/**
 * The hidden layers as the engine takes them.
 *
 * @param inputs numbers that come into the first one
 * Throws `usage`, with the place, where a residual block does not end as wide as it begins.
 */
export function engineLayers(network: Network, inputs: number): EngineLayer[] {
  const sharing = sharingOf(network)?.hidden ?? null
  return layersFrom(network.hidden, inputs, sharing, 'network.hidden').layers
}

function layersFrom(
  hidden: readonly HiddenLayer[],
  inputs: number,
  sharing: Sharing | null,
  place: string,
): { layers: EngineLayer[]; width: number } {
  let width = inputs
  const layers = hidden.map((layer, index): EngineLayer => {
    if (layer.kind === 'dense') {
      width = layer.units
      return sharing === null ? layer : { ...layer, sharing: layer.sharing ?? sharing }
    }
    if (layer.kind !== 'residual') return layer
    const at = `${place}.${index}`
    const inner = layersFrom(layer.layers, width, sharing, `${at}.layers`)
    if (inner.width !== width) throw wrongWidth(at, width, inner.width)
    return { kind: 'residual', layers: inner.layers }
  })
  return { layers, width }
}

function wrongWidth(place: string, before: number, after: number): DescentError {
  return new DescentError(
    'usage',
    `${place} is a residual block: it adds its ${after} results to the ${before} numbers that come in, so there must be as many.`,
    {
      hint: `Give the block's last dense layer ${before} units, or put a dense layer of ${after} units before the block.`,
    },
  )
}
