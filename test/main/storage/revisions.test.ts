import { expect, it } from 'vitest'
import { Revisions } from '../../../src/main/storage/revisions.ts'

it('tells of the runs that changed since a revision', () => {
  const revisions = new Revisions(true)
  revisions.changed('a')
  const before = revisions.current
  expect(revisions.since(before)).toEqual(new Set())
  revisions.changed('b')
  revisions.changed('a')
  revisions.changed('b')
  expect(revisions.since(before)).toEqual(new Set(['a', 'b']))
  expect(revisions.since(revisions.current)).toEqual(new Set())
})

it('knows nothing of what was before all runs changed, of another session, or where another program writes', () => {
  const revisions = new Revisions(true)
  const before = revisions.current
  revisions.allChanged()
  expect(revisions.since(before)).toBeNull()
  expect(revisions.since(new Revisions(true).current)).toBeNull()
  expect(revisions.since('nonsense')).toBeNull()
  const reader = new Revisions(false)
  expect(reader.since(reader.current)).toBeNull()
})
