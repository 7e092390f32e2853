import { expect, it } from 'vitest'
import { holdsAll } from '../../../../src/renderer/features/calibration/conformalWords.ts'

it('tells sets that hold every class from those that leave some out', () => {
  expect(holdsAll({ rule: { kind: 'adaptive', threshold: 1 } })).toBe(true)
  expect(holdsAll({ rule: { kind: 'adaptive', threshold: 0.97 } })).toBe(false)
  expect(holdsAll({ rule: { kind: 'smallest', threshold: 1 } })).toBe(false)
  expect(holdsAll({ rule: null })).toBe(false)
})
