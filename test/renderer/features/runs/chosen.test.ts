import { expect, it } from 'vitest'
import { chosenWords, everyRunOf } from '../../../../src/renderer/features/runs/chosen.ts'
import { makeRun } from '../fixtures.ts'

const named = (...names: string[]) => names.map((name) => ({ name }))

it('says what is chosen, runs and studies', () => {
  expect(chosenWords({ runs: named('Run 3'), studies: [] })).toBe('“Run 3”')
  expect(chosenWords({ runs: [], studies: named('Search 1') })).toBe('“Search 1”')
  expect(chosenWords({ runs: named('a', 'b'), studies: [] })).toBe('2 runs')
  expect(chosenWords({ runs: named('a'), studies: named('b', 'c') })).toBe('1 run and 2 studies')
})

it('counts a run of a chosen study once', () => {
  const all = [
    makeRun({ id: 'a' }),
    makeRun({ id: 'b', study: { id: 's', index: 0 } }),
    makeRun({ id: 'c', study: { id: 't', index: 0 } }),
  ]
  const ids = (runs: string[], studies: string[]) =>
    everyRunOf({ runs: runs.map((id) => ({ id })), studies: studies.map((id) => ({ id })) }, all).map(({ id }) => id)
  expect(ids(['a'], [])).toEqual(['a'])
  expect(ids(['b', 'a'], ['s'])).toEqual(['a', 'b'])
  expect(ids([], ['t'])).toEqual(['c'])
})
