import { describe, expect, it } from 'vitest'
import { formatRoute, homeRoute, parseRoute } from '../../src/renderer/app/routePath.ts'

describe('routes', () => {
  it.each([
    homeRoute,
    { project: 'p1', step: 'data', dataset: null, run: null, study: null },
    { project: 'p_1-x', step: 'evaluate', dataset: 'd1', run: 'r1', study: null },
  ] as const)('come back as they were written: %o', (route) => {
    expect(parseRoute(formatRoute(route))).toEqual(route)
  })

  it.each(['', '#', '#/', '#token=abc', '#/project', '#/project/', '#/elsewhere/p1'])('%s is Home', (hash) => {
    expect(parseRoute(hash)).toEqual(homeRoute)
  })

  it('takes an unknown step for Data', () => {
    expect(parseRoute('#/project/p1/nonsense').step).toBe('data')
  })
})
