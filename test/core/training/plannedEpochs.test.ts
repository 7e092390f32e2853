import { expect, test } from 'vitest'
import { plannedEpochs } from '../../../src/core/training/plannedEpochs.ts'

test('a run goes to the epochs that it was last extended to, whatever else changed', () => {
  expect(plannedEpochs({ epochs: 200 })).toBe(200)
  const changes = [
    { step: 30, stopped: 'stopped' as const },
    { step: 30, epochs: 12 },
    { step: 40, epochs: 9 },
    { step: 41, learningRate: 0.1 },
  ]
  expect(plannedEpochs({ epochs: 200, changes })).toBe(9)
})
