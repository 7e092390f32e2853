import { expect, test } from 'vitest'
import { newId } from '../../../src/main/ids.ts'
import { untilEnded } from '../../support/application.ts'
import { startPlants } from '../../support/study.ts'

test('the best runs are compared with the best one: ties, others, and those on other rows', async () => {
  const { application, handlers, project, dataset, recipe, short } = await startPlants()
  const run = async (epochs: number, changes: Partial<typeof recipe> = {}): Promise<string> => {
    const given = { ...recipe, ...changes }
    const { id } = await handlers['runs.start']({ project, dataset, recipe: given, config: short(epochs) })
    await untilEnded(application, project, id)
    return id
  }
  const best = await run(60)
  const same = await run(60)
  const worse = await run(1)
  const elsewhere = await run(60, { split: { ...recipe.split, seed: recipe.split.seed + 1 } })
  const ask = (job = newId(), others = [same, worse, elsewhere]) =>
    handlers['runs.ties']({ project, job, best, others, split: 'test' })

  const found = await ask()
  expect(found.map(({ run: id, found: how }) => [id, how])).toEqual([
    [same, 'tie'],
    [worse, 'apart'],
    [elsewhere, 'otherRows'],
  ])
  expect(found[0]).toMatchObject({ difference: 0, interval: { low: 0, high: 0 } })
  // As when two are compared by hand.
  const [a, b] = [{ run: best }, { run: worse }]
  const { difference, interval, metric } = await handlers['runs.compare']({ project, job: newId(), a, b })
  expect(metric).toBe('r2')
  expect(found[1]).toMatchObject({ difference, interval })

  // What is known is answered without a job.
  const again = newId()
  expect(await ask(again)).toEqual(found)
  const jobs = await handlers['jobs.list']({})
  expect(jobs.some(({ id }) => id === again)).toBe(false)

  // A run that is extended is another one.
  await handlers['runs.extend']({ project, run: worse, epochs: 59 })
  await untilEnded(application, project, worse)
  const [extended] = await ask(newId(), [worse])
  expect(extended).toMatchObject({ run: worse, found: 'tie' })
  expect(extended?.difference).not.toBe(difference)

  await expect(
    handlers['runs.ties']({ project, job: newId(), best, others: [same], split: 'test', metric: 'rocAuc' }),
  ).rejects.toMatchObject({ kind: 'usage' })
})
