import { expect, test } from 'vitest'
import { Newest } from '../../../src/main/predictions/newest.ts'

test('of questions that come meanwhile only the newest is worked on', async () => {
  const newest = new Newest()
  const first = Promise.withResolvers<string>()
  const worked: string[] = []
  const ask = (name: string, answer: Promise<string> = Promise.resolve(name)) =>
    newest.answer(() => {
      worked.push(name)
      return answer
    })
  const answers = [ask('a', first.promise), ask('b'), ask('c')]
  await expect(answers[1]).rejects.toMatchObject({ kind: 'cancelled' })
  first.resolve('a')
  expect(await answers[0]).toBe('a')
  expect(await answers[2]).toBe('c')
  expect(worked).toEqual(['a', 'c'])
  expect(await ask('d')).toBe('d')
})

test('a question that fails lets the next one go on', async () => {
  const newest = new Newest()
  const failed = newest.answer(() => Promise.reject(new Error('no')))
  const next = newest.answer(() => Promise.resolve('yes'))
  await expect(failed).rejects.toThrow('no')
  expect(await next).toBe('yes')
})
