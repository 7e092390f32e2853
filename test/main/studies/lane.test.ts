import { expect, it } from 'vitest'
import { trainInTurn } from '../../../src/main/studies/lane.ts'

const moment = () => new Promise((resolve) => setImmediate(resolve))

/** Trials that are trained as soon as they are asked for; each is done when `finish` is called. */
function trials(count: number) {
  const rests = Array.from({ length: count }, () => Promise.withResolvers<void>())
  let trained = 0
  const next = () => {
    const rest = rests[trained]
    if (rest === undefined) return Promise.resolve(null)
    trained++
    return Promise.resolve({ rest: rest.promise })
  }
  return { next, trained: () => trained, rests }
}

it('trains the next trial while one is evaluated, and no more of them', async () => {
  const { next, trained, rests } = trials(4)
  const all = trainInTurn(next)
  await moment()
  expect(trained()).toBe(2)
  rests[0]?.resolve()
  await moment()
  expect(trained()).toBe(3)
  rests[2]?.resolve()
  await moment()
  expect(trained()).toBe(3)
  rests[1]?.resolve()
  await moment()
  expect(trained()).toBe(4)
  rests[3]?.resolve()
  await all
})

it('ends only when the last one is done', async () => {
  const { next, rests } = trials(1)
  let isDone = false
  const all = trainInTurn(next).then(() => (isDone = true))
  await moment()
  expect(isDone).toBe(false)
  rests[0]?.resolve()
  await all
})

it('trains no more where something could not be stored', async () => {
  const { next, trained, rests } = trials(4)
  const all = trainInTurn(next)
  rests[0]?.reject(new Error('no space'))
  rests[1]?.resolve()
  await expect(all).rejects.toThrow('no space')
  expect(trained()).toBe(2)
})
