import { expect, it } from 'vitest'
import { withChanges } from '../../src/renderer/app/project.ts'
import { makeRun } from './features/fixtures.ts'

const [a, b, c] = [makeRun({ id: 'a' }), makeRun({ id: 'b' }), makeRun({ id: 'c' })]
const project = { id: 'p', name: 'P', place: '', readOnly: false, datasets: [] }

it('takes changed and new runs, leaves out the removed, and keeps the others as they are', () => {
  const changed = makeRun({ id: 'b', name: 'Other' })
  const after = withChanges(
    { ...project, runs: [a, b], revision: 's.1' },
    { ...project, name: 'Q', runs: [changed, c], runIds: ['b', 'c'], revision: 's.4' },
  )
  expect(after).toEqual({ ...project, name: 'Q', runs: [changed, c], revision: 's.4' })
  const same = withChanges(after, { ...project, runs: [], runIds: ['b', 'c', 'a'], revision: 's.5' })
  expect(same.runs).toHaveLength(2)
  expect(same.runs[0]).toBe(changed)
})
