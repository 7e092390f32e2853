import { expect, it } from 'vitest'
import { saysTheSame } from '../../../src/main/runs/sameData.ts'

const noted = { steps: [{ kind: 'impute', value: 3 }], target: { classes: ['a', 'b'] }, rest: null }

it('holds of the same, in whatever order, and of what says more', () => {
  expect(saysTheSame(noted, structuredClone(noted))).toBe(true)
  const more = {
    rest: null,
    target: { classes: ['a', 'b'], task: 'x' },
    steps: [{ value: 3, kind: 'impute', share: 0 }],
  }
  expect(saysTheSame(noted, more)).toBe(true)
})

it.each([
  { ...noted, steps: [{ kind: 'impute', value: 3.1 }] },
  { ...noted, steps: [...noted.steps, { kind: 'impute', value: 3 }] },
  { ...noted, target: { classes: ['b', 'a'] } },
  { ...noted, rest: 0 },
  { steps: noted.steps, target: noted.target },
  null,
])('does not hold of anything else: %j', (again) => {
  expect(saysTheSame(noted, again)).toBe(false)
})
