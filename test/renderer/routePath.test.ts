import { describe, expect, it } from 'vitest'
import { changedRoute, formatRoute, homeRoute, parseRoute } from '../../src/renderer/app/routePath.ts'

describe('routes', () => {
  it.each([
    homeRoute,
    { ...homeRoute, project: 'p1' },
    { ...homeRoute, project: 'p_1-x', step: 'evaluate', dataset: 'd1', run: 'r1', view: 'slices' },
    { ...homeRoute, project: 'p1', dataset: 'd1', row: 0, column: 'a & b?' },
  ] as const)('come back as they were written: %o', (route) => {
    expect(parseRoute(formatRoute(route))).toEqual(route)
  })

  it.each(['', '#', '#/', '#token=abc', '#/project', '#/project/', '#/elsewhere/p1'])('%s is Home', (hash) => {
    expect(parseRoute(hash)).toEqual(homeRoute)
  })

  it('leaves the view and the place of a step behind with it', () => {
    const there = { ...homeRoute, project: 'p1', step: 'evaluate', view: 'slices', row: 3, column: 'a' } as const
    expect(changedRoute(there, { step: 'use' })).toEqual({ ...homeRoute, project: 'p1', step: 'use' })
    expect(changedRoute(there, { step: 'data', row: 7 })).toEqual({ ...homeRoute, project: 'p1', row: 7 })
    expect(changedRoute(there, { run: 'r1' })).toEqual({ ...there, run: 'r1' })
    expect(changedRoute(there, { dataset: 'd2' })).toEqual({ ...there, dataset: 'd2', row: null, column: null })
  })

  it('reads no row out of what is none', () => {
    expect(parseRoute('#/project/p1/data?row=-1').row).toBeNull()
    expect(parseRoute('#/project/p1/data?row=x').row).toBeNull()
  })

  it('takes an unknown step for Data', () => {
    expect(parseRoute('#/project/p1/nonsense').step).toBe('data')
  })
})
