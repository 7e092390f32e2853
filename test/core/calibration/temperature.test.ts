import { expect, test } from 'vitest'
import {
  fitTemperature,
  greatestTemperature,
  leastTemperature,
  searchTemperature,
} from '../../../src/core/calibration/temperature.ts'
import reference from './reference.json' with { type: 'json' }

const { many, two } = reference.temperature

/** Mean log loss of the logits of three classes. */
function logLoss(temperature: number): number {
  const losses = many.logits.map((row, i) => {
    const scaled = row.map((z) => z / temperature)
    const greatest = Math.max(...scaled)
    const log = greatest + Math.log(scaled.reduce((sum, z) => sum + Math.exp(z - greatest), 0))
    return log - (scaled[many.actual[i] ?? 0] ?? NaN)
  })
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length
}

test('the temperature of least log loss is that which SciPy finds', () => {
  expect(fitTemperature(many.logits.flat(), many.actual)).toBeCloseTo(many.temperature, 9)
  expect(fitTemperature(two.logits, two.actual)).toBeCloseTo(two.temperature, 9)
  expect(logLoss(many.temperature)).toBeCloseTo(many.logLoss, 9)
})

test('a search by measured losses comes to the same place', () => {
  expect(searchTemperature(logLoss)).toBeCloseTo(many.temperature, 3)
})

test('logits that are always right or always wrong lead to the ends of the range', () => {
  expect(fitTemperature([5, -5, 5], [1, 0, 1])).toBe(leastTemperature)
  expect(fitTemperature([5, -5, 5], [0, 1, 0])).toBe(greatestTemperature)
  expect(fitTemperature([1, 0, 0, 0, 1, 0], [2, 2])).toBe(greatestTemperature)
})

test('a constant on all logits of a row changes nothing', () => {
  const shifted = many.logits.flatMap((row, i) => row.map((z) => z + 100 * i))
  expect(fitTemperature(shifted, many.actual)).toBeCloseTo(many.temperature, 9)
})
