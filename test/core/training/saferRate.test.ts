import { expect, test } from 'vitest'
import { defaultRunConfig } from '../../../src/core/defaults/runConfig.ts'
import { saferRate } from '../../../src/core/training/saferRate.ts'
import type { MadeChange } from '../../../src/shared/training.ts'

const { training } = defaultRunConfig({
  rows: 100,
  inputs: 2,
  task: 'regression',
  classes: null,
  preset: 'fast',
  seed: 1,
})
const after = (...changes: MadeChange[]) => saferRate({ training: { ...training, learningRate: 0.01, changes } })

test('a safer rate is a tenth of the one in force', () => {
  expect(after()).toBe(0.001)
  expect(after({ step: 5, learningRate: 0.003 })).toBe(0.0003)
})

test('a safer rate is none above one that trained before', () => {
  expect(after({ step: 5, learningRate: 20 })).toBe(0.01)
  expect(after({ step: 5, learningRate: 20 }, { step: 9, learningRate: 2 })).toBe(0.01)
  expect(after({ step: 5, rateFactor: 0.5 }, { step: 9, learningRate: 20 }, { step: 9, l2: 1 })).toBe(0.005)
})
