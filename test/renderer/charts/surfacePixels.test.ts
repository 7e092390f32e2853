import { expect, it } from 'vitest'
import { mix, parseHex, surfacePixels, rangeOf, shareOf } from '../../../src/renderer/charts/surfacePixels.ts'

const [white, red, blue] = [parseHex('#fff'), parseHex('#ff0000'), parseHex('#0000FF')]

it('reads colours', () => {
  expect(white).toEqual([255, 255, 255])
  expect(red).toEqual([255, 0, 0])
  expect(parseHex('red')).toEqual([128, 128, 128])
  expect(mix(white, red, 0.5)).toEqual([255, 128, 128])
})

const pixel = (pixels: Uint8ClampedArray, at: number) => [...pixels.subarray(at * 4, at * 4 + 4)]

it('draws classes by their colour, the fainter the less certain, the highest row first', () => {
  const surface = { size: 2, values: [0, 1, 1, NaN], certainty: [1, 1, 0.5, 1] }
  const pixels = surfacePixels(surface, rangeOf(surface.values), {
    background: white,
    classes: [red, blue],
    low: red,
    high: blue,
  })
  expect(pixel(pixels, 0)).toEqual([...mix(white, blue, 0.4), 255])
  expect(pixel(pixels, 1)).toEqual([255, 255, 255, 255])
  expect(pixel(pixels, 2)).toEqual([...mix(white, red, 0.7), 255])
  expect(pixel(pixels, 3)).toEqual([...mix(white, blue, 0.7), 255])
})

it('draws numbers between the colours of the lowest and the highest', () => {
  const surface = { size: 2, values: [10, 20, 15, 10], certainty: [1, 1, 1, 1] }
  const pixels = surfacePixels(surface, rangeOf(surface.values), {
    background: white,
    classes: null,
    low: red,
    high: blue,
  })
  expect(pixel(pixels, 2)).toEqual([...mix(white, red, 0.7), 255])
  expect(pixel(pixels, 3)).toEqual([...mix(white, blue, 0.7), 255])
  expect(pixel(pixels, 0)).toEqual([...mix(white, mix(red, blue, 0.5), 0.7), 255])
})

it('has one scale for numbers: from the lowest to the highest, without those that are none', () => {
  const range = rangeOf([3, NaN, -1, Infinity, 1])
  expect(range).toEqual({ low: -1, high: 3 })
  expect([-1, 1, 3, 9].map((value) => shareOf(value, range))).toEqual([0, 0.5, 1, 1])
  expect(shareOf(5, rangeOf([5, 5]))).toBe(0.5)
  expect(rangeOf([NaN])).toEqual({ low: 0, high: 0 })
})
