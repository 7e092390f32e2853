import { hiddenLayerSchema, type HiddenLayer, type LayerKind } from '../../../../shared/training.ts'

/**
 * A layer to begin with where `width` numbers come in. A dense one is like the dense layer before it; a residual block
 * keeps the width.
 */
export function freshLayer(kind: LayerKind, width: number, before: readonly HiddenLayer[]): HiddenLayer {
  switch (kind) {
    case 'dense':
      return {
        ...(before.findLast((layer) => layer.kind === 'dense') ?? {
          kind,
          units: 32,
          activation: 'relu',
          initialization: 'he',
        }),
      }
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
