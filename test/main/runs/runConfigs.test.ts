import { expect, test } from 'vitest'
import { withEnd } from '../../../src/main/runs/runConfigs.ts'
import { defaultRunConfig } from '../../../src/core/defaults/runConfig.ts'
import type { StopReason } from '../../../src/shared/runs.ts'
import type { MadeChange } from '../../../src/shared/training.ts'

const { network, training } = defaultRunConfig({
  ...{ rows: 99, inputs: 3, task: 'regression', classes: null, preset: 'fast', seed: 1 },
})
const ended = (changes: MadeChange[], reason: StopReason, steps: number) =>
  withEnd({ network, training: { ...training, changes } }, reason, steps).training.changes

test('an end from outside is recorded with the step that did not come, an end that a run finds itself is not', () => {
  const made = [{ step: 4, learningRate: 0.1 }]
  expect(ended(made, 'epochs', 9)).toEqual(made)
  expect(ended(made, 'earlyStopping', 9)).toEqual(made)
  expect(ended(made, 'converged', 9)).toEqual(made)
  expect(ended(made, 'timeLimit', 9)).toEqual([...made, { step: 10, stopped: 'timeLimit' }])
  expect(ended([], 'pruned', 0)).toEqual([{ step: 1, stopped: 'pruned' }])
})

test('a repeat that ends where it was told to has no second end, one that is stopped before has', () => {
  const told: MadeChange[] = [{ step: 10, stopped: 'stopped' }]
  expect(ended(told, 'stopped', 9)).toEqual(told)
  expect(ended(told, 'stopped', 5)).toEqual([...told, { step: 6, stopped: 'stopped' }])
  const extended: MadeChange[] = [...told, { step: 10, epochs: 7 }]
  expect(ended(extended, 'stopped', 9)).toEqual([...extended, ...told])
})
