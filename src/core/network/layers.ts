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
  const [wrong] = wrongWidths(network.hidden, inputs)
  if (wrong !== undefined) throw wrongWidth(`network.hidden.${wrong.path.join('.layers.')}`, wrong.before, wrong.after)
  return sharedLayers(network.hidden, sharingOf(network)?.hidden ?? null)
}

/** The layers with how members share each dense one; null where there is one network. */
export function sharedLayers(hidden: readonly HiddenLayer[], sharing: Sharing | null): EngineLayer[] {
  return hidden.map((layer): EngineLayer => {
    if (layer.kind === 'residual') return { kind: 'residual', layers: sharedLayers(layer.layers, sharing) }
    return layer.kind === 'dense' && sharing !== null ? { ...layer, sharing: layer.sharing ?? sharing } : layer
  })
}

/** A residual block that does not end as wide as it begins; its place among the layers, then among its block's, and so on. */
export interface WrongWidth {
  path: number[]
  before: number
  after: number
}

/** All such blocks among layers into which `inputs` numbers come, inner ones first. */
export function wrongWidths(hidden: readonly HiddenLayer[], inputs: number): WrongWidth[] {
  let width = inputs
  return hidden.flatMap((layer, index): WrongWidth[] => {
    const before = width
    width = widthAfter([layer], before)
    if (layer.kind !== 'residual') return []
    const inner = wrongWidths(layer.layers, before).map((wrong) => ({ ...wrong, path: [index, ...wrong.path] }))
    return width === before ? inner : [...inner, { path: [index], before, after: width }]
  })
}

/** Numbers that leave layers into which `inputs` come. */
export function widthAfter(hidden: readonly HiddenLayer[], inputs: number): number {
  return hidden.reduce((width, layer) => {
    if (layer.kind === 'residual') return widthAfter(layer.layers, width)
    return layer.kind === 'dense' ? layer.units : width
  }, inputs)
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
