import fc from 'fast-check'
import { searchSpaceSchema, type SearchSpace, type Trial } from '../../../src/shared/search.ts'

/** Spaces with every kind of parameter; some depend on a choice. */
export const anySpace: fc.Arbitrary<SearchSpace> = fc
  .record({
    floats: fc.array(fc.record({ low: fc.integer({ min: 1, max: 50 }), width: fc.nat(50), log: fc.boolean() }), {
      maxLength: 2,
    }),
    ints: fc.array(
      fc.record({ low: fc.integer({ min: 1, max: 9 }), width: fc.nat(30), log: fc.boolean(), step: fc.nat(3) }),
      { maxLength: 2 },
    ),
    choices: fc.integer({ min: 1, max: 4 }),
    conditional: fc.boolean(),
    steps: fc.option(fc.integer({ min: 2, max: 5 }), { nil: undefined }),
  })
  .map(({ floats, ints, choices, conditional, steps }) => {
    const conditions = conditional ? [{ path: 'training.choice', values: ['c0', { kind: 'c2' }] }] : []
    const values = ['c0', null, { kind: 'c2' }, 3].slice(0, choices)
    return searchSpaceSchema.parse({
      parameters: [
        { path: 'training.choice', kind: 'choice', values },
        ...floats.map(({ low, width, log }, at) => ({
          path: `training.float${at}`,
          kind: 'float',
          low: low / 10,
          high: (low + width) / 10,
          log,
          steps,
          conditions,
        })),
        ...ints.map(({ low, width, log, step }, at) => ({
          path: `network.int${at}`,
          kind: 'int',
          low,
          high: low + width,
          log,
          step: log ? 1 : step + 1,
          steps,
          conditions,
        })),
      ],
    })
  })

/** A trial that has ended with a score. */
export function finished(point: Trial['point'], score: number): Trial {
  return { point, state: 'finished', score, rungs: [] }
}
