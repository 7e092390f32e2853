import { describe, expect, test } from 'vitest'
import { drawnNetwork } from '../../../src/core/network/drawn.ts'
import { widthAfter } from '../../../src/core/network/layers.ts'
import { freshLayer } from '../../../src/renderer/features/train/network/freshLayer.ts'
import {
  copied,
  inserted,
  layerAt,
  moved,
  movedBy,
  removed,
} from '../../../src/renderer/features/train/network/layerEdits.ts'
import {
  drawingLayout,
  nextWidth,
  shareOfWidth,
  unitsOfWidth,
} from '../../../src/renderer/features/train/network/layout.ts'
import type { DenseLayer, HiddenLayer } from '../../../src/shared/training.ts'

const dense = (units: number): DenseLayer => ({ kind: 'dense', units, activation: 'tanh', initialization: 'glorot' })
const block = (...layers: HiddenLayer[]): HiddenLayer => ({ kind: 'residual', layers })
/** "1 [2 3] 4" */
const text = (layers: readonly HiddenLayer[] | undefined): string =>
  (layers ?? [])
    .map((layer) => {
      if (layer.kind === 'residual') return `[${text(layer.layers)}]`
      return layer.kind === 'dense' ? String(layer.units) : layer.kind
    })
    .join(' ')

const network = [dense(1), block(dense(2), dense(3)), dense(4)]

test('a new dense layer is like the one before; a residual block keeps the width', () => {
  const layers: HiddenLayer[] = [dense(7), { kind: 'dropout', rate: 0.2 }]
  expect(freshLayer('dense', 7, layers)).toEqual(dense(7))
  expect(freshLayer('dense', 7, layers)).not.toBe(layers[0])
  expect(freshLayer('dropout', 7, layers)).toEqual({ kind: 'dropout', rate: 0.1 })
  expect(widthAfter([freshLayer('residual', 7, layers)], 7)).toBe(7)
})

describe('layers', () => {
  test('are put in, copied and taken out wherever they are', () => {
    expect(text(inserted(network, [1, 1], dense(9))?.hidden)).toBe('1 [2 9 3] 4')
    expect(text(inserted(network, [3], dense(9))?.hidden)).toBe('1 [2 3] 4 9')
    expect(copied(network, [1, 0])).toMatchObject({ path: [1, 1] })
    expect(text(copied(network, [1])?.hidden)).toBe('1 [2 3] [2 3] 4')
    expect(text(removed(network, [1, 0]).hidden)).toBe('1 [3] 4')
    expect(removed(network, [2])).toMatchObject({ path: [1] })
  })

  test('take their block with them when they were all it had', () => {
    const single = [dense(1), block(dense(2))]
    expect(removed(single, [1, 0])).toEqual({ hidden: [dense(1)], path: [0] })
    expect(text(moved(single, [1, 0], [0])?.hidden)).toBe('2 1')
  })

  test.each([
    [[0], [3], '[2 3] 4 1', [2]],
    [[2], [0], '4 1 [2 3]', [0]],
    [[0], [1, 2], '[2 3 1] 4', [0, 2]],
    [[1, 1], [1], '1 3 [2] 4', [1]],
    [[1], [3], '1 4 [2 3]', [2]],
  ])('move from %j to before %j', (from, to, expected, path) => {
    const edit = moved(network, from, to)
    expect(text(edit?.hidden)).toBe(expected)
    expect(edit?.path).toEqual(path)
    expect(layerAt(edit?.hidden ?? [], path)).toBe(layerAt(network, from))
  })

  test('step into a block, through it and out of it', () => {
    let hidden: HiddenLayer[] = [...network]
    let path: readonly number[] = [0]
    const seen: string[] = []
    for (let edit = movedBy(hidden, path, 1); edit !== null; edit = movedBy(hidden, path, 1)) {
      ;({ hidden, path } = edit)
      seen.push(text(hidden))
    }
    expect(seen).toEqual(['[1 2 3] 4', '[2 1 3] 4', '[2 3 1] 4', '[2 3] 1 4', '[2 3] 4 1'])
    expect(movedBy(network, [0], -1)).toBeNull()
  })

  test('never come within themselves, nor deeper or more than there may be', () => {
    expect(moved(network, [1], [1, 1])).toBeNull()
    const full = Array.from({ length: 20 }, () => dense(1))
    expect(inserted(full, [0], dense(1))).toBeNull()
    const deep = [block(block(block(block(dense(1)))))]
    expect(inserted(deep, [0, 0, 0, 0, 0], block(dense(1)))).toBeNull()
  })
})

describe('the drawing', () => {
  const drawn = drawnNetwork({ hidden: network }, 5, 1)
  const layout = drawingLayout(drawn, 5, [{ kind: 'number', inputs: 5, units: 5, parameters: 0 }], false)

  test('has a row for each part, top to bottom without touching, and one place above each for a new layer', () => {
    expect(layout.rows.map(({ key }) => key)).toEqual([
      'numbers',
      'categories',
      'layer 0',
      'layer 1',
      'layer 1.0',
      'layer 1.1',
      null,
      'layer 2',
      'output',
      'ensemble',
    ])
    layout.rows.slice(1).forEach((row, at) => {
      const before = layout.rows[at]
      expect(row.top).toBeGreaterThan((before?.top ?? 0) + (before?.height ?? 0))
    })
    const slots = layout.rows.flatMap(({ slot }) => (slot === null ? [] : [slot.join('.')]))
    expect(slots).toEqual(['0', '1', '1.0', '1.1', '1.2', '2', '3'])
    for (const slot of slots) expect(inserted(network, slot.split('.').map(Number), dense(9))).not.toBeNull()
  })

  test('spans a block from its head to where it is added', () => {
    const head = layout.rows.find(({ key }) => key === 'layer 1')
    const end = layout.rows.find(({ key }) => key === null)
    expect(layout.blocks).toEqual([
      { depth: 0, top: head?.top, bottom: (end?.top ?? 0) + (end?.height ?? 0), isWrong: true },
    ])
  })

  test('is as wide as its units say, and gives them back', () => {
    for (const units of [1, 2, 17, 64, 300, 4096]) expect(unitsOfWidth(shareOfWidth(units))).toBe(units)
    expect(unitsOfWidth(-1)).toBe(1)
    expect(unitsOfWidth(2)).toBe(4096)
    expect(nextWidth(64, 1)).toBe(96)
    expect(nextWidth(65, -1)).toBe(64)
    expect(nextWidth(4096, 1)).toBe(4096)
  })
})
