import { describe, expect, test } from 'vitest'
import { fittingTicks, parallelLayout, shortened } from '../../../src/renderer/charts/parallelLayout.ts'
import { stepped } from '../../../src/renderer/charts/useStepping.ts'

const axis = (...texts: string[]) => ({
  label: 'axis',
  ticks: texts.map((text, i) => ({ at: i / Math.max(1, texts.length - 1), text })),
})

describe('axes side by side', () => {
  test('leave the first the room that its labels need, and shorten the others to what is between two', () => {
    const few = parallelLayout([axis('1', '2'), axis('1')], 600, 300)
    const words = parallelLayout([axis('BatchNormalization'), axis('1')], 600, 300)
    expect(words.x[0]).toBeGreaterThan(few.x[0] ?? 0)
    expect(words.letters[0]).toBeGreaterThanOrEqual('BatchNormalization'.length)
    const nine = parallelLayout(
      Array.from({ length: 9 }, () => axis('1')),
      600,
      300,
    )
    expect(nine.x.at(-1)).toBeLessThan(600)
    expect(nine.letters[1]).toBeLessThan(12)
    expect(shortened('LayerNormalization', 8)).toBe('LayerNo…')
  })

  test('have labels that do not touch, both ends first', () => {
    const many = axis(...Array.from({ length: 30 }, (_, i) => String(i))).ticks
    const kept = fittingTicks(many, 130)
    expect(kept.map(({ text }) => text)).toEqual(expect.arrayContaining(['0', '29']))
    const places = kept.map(({ at }) => at * 130).toSorted((a, b) => a - b)
    expect(Math.min(...places.slice(1).map((place, i) => place - (places[i] ?? 0)))).toBeGreaterThanOrEqual(13)
    expect(fittingTicks([], 100)).toEqual([])
  })
})

test('the arrow keys go round, from nothing to the first or the last', () => {
  expect(stepped('ArrowRight', -1, 3)).toBe(0)
  expect(stepped('ArrowRight', 2, 3)).toBe(0)
  expect(stepped('ArrowLeft', -1, 3)).toBe(2)
  expect(stepped('ArrowUp', 1, 3)).toBe(0)
  expect(stepped('End', 0, 3)).toBe(2)
  expect(stepped('a', 0, 3)).toBeNull()
  expect(stepped('ArrowRight', -1, 0)).toBeNull()
})
