import { expect, it } from 'vitest'
import { thinnedEpochs } from '../../../src/core/epochs/thin.ts'

const none: ReadonlySet<number> = new Set()

it('keeps everything where there is room', () => {
  expect(thinnedEpochs([1, 2, 3], none, 3)).toEqual([1, 2, 3])
})

it('lets those go that leave a logarithmic axis most evenly filled', () => {
  const epochs = Array.from({ length: 64 }, (_, i) => i + 1)
  expect(thinnedEpochs(epochs, none, 7)).toEqual([1, 2, 4, 8, 16, 32, 64])
})

it('keeps what must stay, even beyond the room', () => {
  const always = new Set([50, 64])
  const epochs = Array.from({ length: 64 }, (_, i) => i + 1)
  const left = thinnedEpochs(epochs, always, 5)
  expect(left).toHaveLength(5)
  expect(left).toEqual(expect.arrayContaining([50, 64]))
  expect(thinnedEpochs(epochs, always, 0)).toEqual([50, 64])
})

it('leaves no wide gap when epochs come one after the other', () => {
  let kept: number[] = []
  for (let epoch = 1; epoch <= 1000; epoch++) kept = thinnedEpochs([...kept, epoch], new Set([epoch]), 30)
  expect(kept).toHaveLength(30)
  const ratios = kept.slice(1).map((epoch, i) => epoch / (kept[i] ?? 1))
  expect(Math.max(...ratios)).toBeLessThanOrEqual(2)
})
