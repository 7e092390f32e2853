import { describe, expect, it } from 'vitest'
import { isWaiting, stateText, waitingText } from '../../../src/renderer/features/queue/waiting.ts'
import { makeRun } from './fixtures.ts'
import { leftBranches } from '../../../src/renderer/features/runs/useRunActions.ts'
import { asLocal, fromLocal, placeBefore, tonight } from '../../../src/renderer/features/queue/times.ts'

describe('the time before which a run does not begin', () => {
  it('is tonight at ten, or tomorrow where that has gone by', () => {
    expect(tonight(new Date(2026, 4, 9, 15, 30))).toEqual(new Date(2026, 4, 9, 22))
    expect(tonight(new Date(2026, 4, 31, 23, 5))).toEqual(new Date(2026, 5, 1, 22))
  })

  it('goes into a field and comes back, to the minute', () => {
    const iso = new Date(2026, 0, 5, 7, 3).toISOString()
    expect(asLocal(iso)).toBe('2026-01-05T07:03')
    expect(fromLocal(asLocal(iso))).toBe(iso)
    expect([asLocal(null), asLocal('soon'), fromLocal(''), fromLocal('soon')]).toEqual(['', '', null, null])
  })
})

it('places a run before the one that stands there without it', () => {
  const queue = ['a', 'b', 'c']
  expect(placeBefore(queue, 0, 1)).toBe('c')
  expect(placeBefore(queue, 0, 2)).toBeNull()
  expect(placeBefore(queue, 2, 0)).toBe('a')
  expect(placeBefore(queue, 1, 0)).toBe('a')
})

describe('a run that waits', () => {
  const now = new Date(2026, 4, 9, 15, 30).getTime()
  const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString()
  const waiting = (notBefore: string | null = null) =>
    makeRun({ id: 'w', state: 'preparing', waiting: true, notBefore })
  const training = (name: string) => makeRun({ id: name, name, state: 'running' })

  it('says for what, and until when', () => {
    expect(waitingText(waiting(), [], now)).toBe('Waits for its turn')
    expect(waitingText(waiting(), [training('Run 3')], now)).toBe('Waits for Run 3')
    const three = [training('Run 3'), training('Run 4'), training('Run 5')]
    expect(waitingText(waiting(), three, now)).toBe('Waits for Run 3 and 2 others')
    expect(waitingText(waiting(at(6.5)), [training('Run 3')], now)).toMatch(
      /^Waits for Run 3, starts not before 10:00\sPM$/,
    )
    expect(waitingText(waiting(at(6.5)), [], now)).toMatch(/^Starts not before 10:00\sPM$/)
    expect(waitingText(waiting(at(100)), [], now)).toContain('May 13, 2026')
    // A time that has come says nothing any more.
    expect(waitingText(waiting(at(-1)), [], now)).toBe('Waits for its turn')
  })

  it('says it in short as its state, which others keep', () => {
    expect(stateText(waiting(), now)).toBe('Waiting')
    expect(stateText(waiting(at(6.5)), now)).toMatch(/^From 10:00\sPM$/)
    expect(stateText(makeRun({ state: 'paused', waiting: true }), now)).toBe('Waiting')
    expect(stateText(makeRun({ state: 'running', waiting: true }), now)).toBe('Training')
    expect(isWaiting(makeRun({ state: 'preparing' }))).toBe(false)
  })
})

it('names what branched from a run that is removed, and stays', () => {
  const [root, one, two] = ['root', 'one', 'two'].map((id) => makeRun({ id, name: id }))
  if (root === undefined || one === undefined || two === undefined) throw new Error('There are three.')
  const parent = { run: 'root', epoch: 3 }
  expect(leftBranches([root.id], [one, two])).toBe('')
  expect(leftBranches([root.id], [{ ...one, parent }, two])).toBe(', and “one”, which branched from it, stays')
  expect(
    leftBranches(
      [root.id],
      [
        { ...one, parent },
        { ...two, parent },
      ],
    ),
  ).toBe(', and 2 runs that branched from it stay')
  expect(leftBranches([root.id, one.id], [{ ...one, parent }])).toBe('')
})

it('a run that never began is cancelled, not finished', () => {
  expect(stateText(makeRun({ state: 'finished', stopReason: 'stopped', epochs: 0 }))).toBe('Cancelled')
  expect(stateText(makeRun({ state: 'finished', stopReason: 'stopped', epochs: 3 }))).toBe('Finished')
})
