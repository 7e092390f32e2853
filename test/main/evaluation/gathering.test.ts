import { expect, test } from 'vitest'
import { Gathering } from '../../../src/main/evaluation/gathering.ts'

const { signal } = new AbortController()

test('parts that were lost are gathered anew, a few times', async () => {
  const answers = [null, null, 'all']
  expect(await new Gathering().run(signal, async () => answers.shift() ?? null)).toBe('all')
  await expect(new Gathering().run(signal, async () => null)).rejects.toMatchObject({
    kind: 'cancelled',
    hint: 'Start it again.',
  })
})
