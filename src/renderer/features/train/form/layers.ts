import { hiddenLayerSchema, type HiddenLayer, type LayerKind } from '../../../../shared/training.ts'

/** Numbers that leave a list of layers into which `inputs` come. */
export function widthAfter(layers: readonly HiddenLayer[], inputs: number): number {
  return layers.reduce((width, layer) => (layer.kind === 'dense' ? layer.units : width), inputs)
}

/**
 * A layer to begin with where `width` numbers come in. A dense one is like the dense layer before it; a residual block
 * keeps the width.
 */
export function freshLayer(kind: LayerKind, width: number, before: readonly HiddenLayer[]): HiddenLayer {
  switch (kind) {
    case 'dense':
      return (
        before.findLast((layer) => layer.kind === 'dense') ?? {
          kind,
          units: 32,
          activation: 'relu',
          initialization: 'he',
        }
      )
    case 'activation':
      return { kind, activation: 'relu' }
    case 'residual':
      return {
        kind,
        layers: [
          { kind: 'dense', units: width, activation: 'relu', initialization: 'he' },
          { kind: 'dense', units: width, activation: 'linear', initialization: 'glorot' },
        ],
      }
    default:
      return hiddenLayerSchema.parse({ kind })
  }
}

/** The layers with two neighbours exchanged; null at the ends. */
export function movedLayer(layers: readonly HiddenLayer[], index: number, by: -1 | 1): HiddenLayer[] | null {
  const next = [...layers]
  const [a, b] = [next[index], next[index + by]]
  if (a === undefined || b === undefined) return null
  next[index] = b
  next[index + by] = a
  return next
}
