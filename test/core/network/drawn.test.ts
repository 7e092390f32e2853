import { describe, expect, it } from 'vitest'
import { drawnNetwork } from '../../../src/core/network/drawn.ts'
import { wrongWidths } from '../../../src/core/network/layers.ts'
import { inputGroups, networkShapes, parameterCount } from '../../../src/core/network/shapes.ts'
import type { DenseLayer, HiddenLayer } from '../../../src/shared/training.ts'

const dense = (units: number): DenseLayer => ({ kind: 'dense', units, activation: 'relu', initialization: 'he' })
const block = (...layers: HiddenLayer[]): HiddenLayer => ({ kind: 'residual', layers })

describe('a drawn network', () => {
  it('has every layer with its place and shape, what lies in a block after it', () => {
    const drawn = drawnNetwork(
      { hidden: [dense(8), block(dense(4), dense(8)), { kind: 'layerNormalization', epsilon: 1e-5 }] },
      5,
      3,
    )
    expect(
      drawn.layers.map(({ path, shape }) => [path.join('.'), shape.inputs, shape.units, shape.parameters]),
    ).toEqual([
      ['0', 5, 8, 48],
      ['1', 8, 8, 0],
      ['1.0', 8, 4, 36],
      ['1.1', 4, 8, 40],
      ['2', 8, 8, 16],
    ])
    expect(drawn.output).toMatchObject({ inputs: 8, units: 3, parameters: 27 })
    expect(drawn.parameters).toBe(48 + 36 + 40 + 16 + 27)
  })

  it('counts what a run counts, with an ensemble too', () => {
    const hidden = [dense(8), { kind: 'dropout' as const, rate: 0.1 }, dense(4)]
    const ensemble = { kind: 'independent' as const, members: 3 }
    const sharing = 'own' as const
    const layers = [
      { ...dense(8), sharing },
      { kind: 'dropout' as const, rate: 0.1 },
      { ...dense(4), sharing },
      { ...dense(2), sharing },
    ]
    expect(drawnNetwork({ hidden, ensemble }, 5, 2).parameters).toBe(
      parameterCount(networkShapes({ inputs: 5, members: 3, layers })),
    )
  })

  it('knows from where on there is one layer for each member', () => {
    const hidden: HiddenLayer[] = [
      { ...dense(8), sharing: 'all' },
      { kind: 'activation', activation: 'relu' },
      dense(4),
    ]
    const apart = (members: number | null) =>
      drawnNetwork({ hidden, ensemble: members === null ? null : { kind: 'adapters', members } }, 5, 1).layers.map(
        ({ isApart }) => isApart,
      )
    expect(apart(4)).toEqual([false, false, true])
    expect(apart(null)).toEqual([false, false, false])
  })

  it('shows a block whose ends do not fit together, and goes on behind it', () => {
    const drawn = drawnNetwork({ hidden: [dense(8), block(dense(6)), dense(2)] }, 5, 1)
    expect(drawn.layers.map(({ wrong }) => wrong)).toEqual([
      null,
      expect.objectContaining({ before: 8, after: 6 }),
      null,
      null,
    ])
    expect(drawn.layers.at(-1)?.shape.inputs).toBe(6)
  })
})

it('blocks within blocks are told with their whole path', () => {
  expect(wrongWidths([dense(4), block(block(dense(3)), dense(5))], 2)).toEqual([
    { path: [1, 0], before: 4, after: 3 },
    { path: [1], before: 4, after: 5 },
  ])
})

it('columns enter in groups: plain numbers together, categories by name', () => {
  const columns = ['a', 'b', 'city', 'month'].map((from) => ({ name: from, from }))
  const features = [
    { kind: 'number' as const, columns: [0, 1] },
    { kind: 'oneHot' as const, column: 2, levels: 7 },
    {
      kind: 'embedding' as const,
      column: 3,
      levels: 12,
      dimension: 4,
      initialization: 'normal' as const,
      initializationScale: 0.1,
    },
  ]
  expect(inputGroups({ inputs: 4, features }, columns)).toEqual([
    { kind: 'number', inputs: 2, units: 2, parameters: 0 },
    { kind: 'oneHot', column: 'city', inputs: 7, units: 7, parameters: 0 },
    { kind: 'embedding', column: 'month', inputs: 12, units: 4, parameters: 48 },
  ])
  expect(inputGroups({ inputs: 4 }, columns)).toEqual([{ kind: 'number', inputs: 4, units: 4, parameters: 0 }])
})
