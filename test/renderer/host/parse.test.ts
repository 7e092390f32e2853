import { describe, expect, it } from 'vitest'
import { parseCallResult } from '../../../src/renderer/host/parse.ts'

describe('an answer as it came over the wire', () => {
  it('is a value or a failure of the contract', () => {
    expect(parseCallResult('jobs.cancel', { ok: true, value: {} })).toEqual({ ok: true, value: {} })
    const failure = { ok: false, error: { kind: 'busy', message: 'Later.', hint: 'Wait.', where: { row: 3 } } }
    expect(parseCallResult('jobs.cancel', failure)).toEqual(failure)
  })

  it.each([
    ['nothing', undefined],
    ['a text', 'ok'],
    ['no value', { ok: true }],
    ['a value of another call', { ok: true, value: [{ id: 'x' }] }],
    ['an identifier with a path in it', { ok: true, value: { file: '../x', fileName: 'x' } }],
    ['a failure of no known kind', { ok: false, error: { kind: 'strange', message: 'x' } }],
    ['a failure without words', { ok: false, error: { kind: 'busy' } }],
  ])('becomes a failure where it is %s', (_case, answer) => {
    expect(parseCallResult('samples.file', answer)).toMatchObject({ ok: false, error: { kind: 'internal' } })
  })
})
