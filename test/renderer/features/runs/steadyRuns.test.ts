import { expect, test } from 'vitest'
import { steadyRuns } from '../../../../src/renderer/features/runs/compare/steadyRuns.ts'
import { makeRun } from '../fixtures.ts'

test('what is compared stays the same while runs are only remarked on', () => {
  const before = [makeRun({ id: 'a' }), makeRun({ id: 'b', notes: 'one' })]
  const remarked = [makeRun({ id: 'a', starred: true }), makeRun({ id: 'b', tags: ['wide'] })]
  expect(steadyRuns(before, remarked)).toBe(before)
  const trained = [makeRun({ id: 'a', starred: true }), makeRun({ id: 'b', epochs: 77 })]
  const now = steadyRuns(before, trained)
  expect(now[0]).toBe(before[0])
  expect(now[1]).toBe(trained[1])
  expect(steadyRuns(before, remarked.slice(1))).toEqual([before[1]])
})
