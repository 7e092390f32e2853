import type { LayerPath } from '../../../../core/network/drawn.ts'
import { deepestResidual, type HiddenLayer } from '../../../../shared/training.ts'

/** A list of layers, a network's or a residual block's, holds at most so many. */
export const mostLayers = 20

/** The layers after a change, and where the changed one is now. */
export interface LayerEdit {
  hidden: HiddenLayer[]
  path: LayerPath
}

export function layersWithin(hidden: readonly HiddenLayer[], block: LayerPath): readonly HiddenLayer[] {
  if (block.length === 0) return hidden
  const layer = layerAt(hidden, block)
  return layer?.kind === 'residual' ? layer.layers : []
}

export function layerAt(hidden: readonly HiddenLayer[], [index = -1, ...inner]: LayerPath): HiddenLayer | null {
  const layer = hidden[index]
  if (layer === undefined || inner.length === 0) return layer ?? null
  return layer.kind === 'residual' ? layerAt(layer.layers, inner) : null
}

/** The layers with another one in a layer's place. */
export function replaced(hidden: readonly HiddenLayer[], path: LayerPath, next: HiddenLayer): HiddenLayer[] {
  return rewritten(hidden, path, () => [next])
}

/** A layer put in at a place, before what is there now; null where there is no room for it. */
export function inserted(hidden: readonly HiddenLayer[], path: LayerPath, layer: HiddenLayer): LayerEdit | null {
  return allowed({ hidden: put(hidden, path, layer), path })
}

/** Another layer like this one, right after it; null where there is no room. */
export function copied(hidden: readonly HiddenLayer[], path: LayerPath): LayerEdit | null {
  const layer = layerAt(hidden, path)
  return layer === null ? null : inserted(hidden, sibling(path, 1), structuredClone(layer))
}

/** The layers without one, and where the selection goes: to what takes its place, else to what was before it. */
export function removed(hidden: readonly HiddenLayer[], path: LayerPath): { hidden: HiddenLayer[]; path: LayerPath } {
  const next = pruned(rewritten(hidden, path, () => []))
  const places = [path, sibling(path, -1), path.slice(0, -1), sibling(path.slice(0, -1), -1)]
  return { hidden: next, path: places.find((place) => layerAt(next, place) !== null) ?? [] }
}

/**
 * A layer moved to a place between two others, which is named as it is now: the layer comes before what is there. null
 * where it would be within itself, or there is no room.
 */
export function moved(hidden: readonly HiddenLayer[], from: LayerPath, to: LayerPath): LayerEdit | null {
  const layer = layerAt(hidden, from)
  if (layer === null || from.every((index, depth) => to[depth] === index)) return null
  // The mark keeps the place while indexes change.
  const mark: HiddenLayer = { kind: 'activation', activation: 'linear' }
  const marked = put(hidden, to, mark)
  const old = pathOf(marked, layer)
  const gone = old === null ? marked : rewritten(marked, old, () => [])
  const place = pathOf(gone, mark)
  if (place === null) return null
  const next = pruned(replaced(gone, place, layer))
  return allowed({ hidden: next, path: pathOf(next, layer) ?? [] })
}

/** A layer moved by one place, into and out of residual blocks; null at the ends of the network. */
export function movedBy(hidden: readonly HiddenLayer[], path: LayerPath, by: -1 | 1): LayerEdit | null {
  const layer = layerAt(hidden, path)
  if (layer === null) return null
  const beside = sibling(path, by)
  const neighbour = layerAt(hidden, beside)
  if (neighbour === null) {
    const block = path.slice(0, -1)
    if (block.length === 0) return null
    return moved(hidden, path, by === -1 ? block : sibling(block, 1))
  }
  if (neighbour.kind === 'residual') {
    const entered = moved(hidden, path, [...beside, by === -1 ? neighbour.layers.length : 0])
    if (entered !== null) return entered
  }
  return moved(hidden, path, by === -1 ? beside : sibling(path, 2))
}

/** Where a layer is among the others, which it is one of. */
function pathOf(hidden: readonly HiddenLayer[], layer: HiddenLayer): LayerPath | null {
  for (const [index, candidate] of hidden.entries()) {
    if (candidate === layer) return [index]
    const inner = candidate.kind === 'residual' ? pathOf(candidate.layers, layer) : null
    if (inner !== null) return [index, ...inner]
  }
  return null
}

function sibling(path: LayerPath, by: number): LayerPath {
  return path.map((index, depth) => (depth === path.length - 1 ? index + by : index))
}

/** The layers with one of them made into others. */
function rewritten(
  hidden: readonly HiddenLayer[],
  [index = -1, ...inner]: LayerPath,
  make: (layer: HiddenLayer) => HiddenLayer[],
): HiddenLayer[] {
  return hidden.flatMap((layer, at) => {
    if (at !== index) return [layer]
    if (inner.length === 0) return make(layer)
    return layer.kind === 'residual' ? [{ ...layer, layers: rewritten(layer.layers, inner, make) }] : [layer]
  })
}

function put(hidden: readonly HiddenLayer[], [index = 0, ...inner]: LayerPath, layer: HiddenLayer): HiddenLayer[] {
  if (inner.length === 0) return [...hidden.slice(0, index), layer, ...hidden.slice(index)]
  return hidden.map((old, at) =>
    at === index && old.kind === 'residual' ? { ...old, layers: put(old.layers, inner, layer) } : old,
  )
}

/** Without residual blocks that hold nothing: they would add nothing to what comes in. */
function pruned(hidden: readonly HiddenLayer[]): HiddenLayer[] {
  return hidden.flatMap((layer): HiddenLayer[] => {
    if (layer.kind !== 'residual') return [layer]
    const layers = pruned(layer.layers)
    const isSame = layers.length === layer.layers.length && layers.every((inner, at) => inner === layer.layers[at])
    if (layers.length === 0) return []
    return isSame ? [layer] : [{ ...layer, layers }]
  })
}

function allowed(edit: LayerEdit): LayerEdit | null {
  return hasRoom(edit.hidden, 0) ? edit : null
}

function hasRoom(hidden: readonly HiddenLayer[], depth: number): boolean {
  if (hidden.length > mostLayers || depth > deepestResidual) return false
  return hidden.every((layer) => layer.kind !== 'residual' || hasRoom(layer.layers, depth + 1))
}
