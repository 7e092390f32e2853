import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Compared, ComparedMetric } from '../../../src/shared/comparison.ts'
import type { RegressionMetrics } from '../../../src/shared/evaluation.ts'
import type { Folds } from '../../../src/shared/recipes.ts'
import type { StudyPlan } from '../../../src/shared/studies.ts'
import { newId } from '../../../src/main/ids.ts'
import { untilEnded } from '../../support/application.ts'
import { searchPlan, startPlants, untilStudyEnded } from '../../support/study.ts'

async function plants(target: 'weight' | 'kind' = 'weight') {
  const started = await startPlants(target)
  const { application, handlers, project, dataset, recipe, short, start } = started
  const study = async (plan: StudyPlan, epochs: number): Promise<Compared & { study: string }> => {
    const { id } = await start(plan, epochs)
    await untilStudyEnded(application, project, id)
    return { study: id }
  }
  const run = async (epochs: number, changes: Partial<typeof recipe> = {}): Promise<Compared & { run: string }> => {
    const given = { ...recipe, ...changes }
    const { id } = await handlers['runs.start']({ project, dataset, recipe: given, config: short(epochs) })
    await untilEnded(application, project, id)
    return { run: id }
  }
  const compare = (a: Compared, b: Compared, metric?: ComparedMetric) =>
    handlers['runs.compare']({ project, job: newId(), a, b, ...(metric === undefined ? {} : { metric }) })
  return { ...started, study, run, compare }
}

test('two runs are compared over the same test rows, and only over the same', async () => {
  const { run, compare, handlers, project, recipe, study } = await plants()
  const long = await run(60)
  const short = await run(1)
  const found = await compare(long, short)
  expect(found).toMatchObject({ verdict: 'better', evidence: 'rows', metric: 'r2', split: 'test', chances: null })
  const scores: number[] = []
  for (const { run: id } of [long, short]) {
    const { metrics } = await handlers['runs.get']({ project, run: id })
    scores.push((metrics?.test as RegressionMetrics | undefined)?.r2 ?? NaN)
  }
  expect([found.a.score, found.b.score]).toEqual(scores)
  expect(found.difference).toBeCloseTo((scores[0] ?? NaN) - (scores[1] ?? NaN), 9)
  expect(found.interval.low).toBeLessThan(found.difference)
  expect(found.interval.high).toBeGreaterThan(found.difference)
  expect(await compare(short, long, 'mae')).toMatchObject({ verdict: 'worse', metric: 'mae' })
  expect(await compare(long, long)).toMatchObject({ verdict: 'tie', difference: 0 })
  // The same numbers again: the rows are drawn from a seed.
  expect(await compare(long, short)).toEqual(found)

  // What is asked for is judged, also where it is not the main metric.
  expect(await compare(long, short, 'rmse')).toMatchObject({ verdict: 'better', metric: 'rmse', direction: 'minimize' })
  await expect(compare(long, short, 'accuracy')).rejects.toThrow(/nothing to be compared by/)
  const elsewhere = await run(1, { split: { ...recipe.split, seed: recipe.split.seed + 1 } })
  await expect(compare(long, elsewhere)).rejects.toThrow(/not measured on the same rows/)
  const otherTarget = await run(1, { target: 'kind', targetScaling: 'none' })
  await expect(compare(long, otherTarget)).rejects.toThrow(/predicts weight, and .* kind/)
  // Of a search the best trial counts.
  const search = await study(searchPlan({ trials: 2 }), 2)
  expect(await compare(search, long)).toMatchObject({ evidence: 'rows', split: 'test' })
})

test('two runs with other test tables are not compared, however alike these are', async () => {
  const { run, compare, application, handlers, project, folder, recipe } = await plants()
  const testTables: string[] = []
  for (const name of ['One', 'Other']) {
    const { file } = await application.files.register(join(folder, 'plants.csv'), `${name}.csv`)
    const { id } = await handlers['datasets.import']({ project, job: newId(), file, name, options: {} })
    testTables.push(id)
  }
  const [one, again, other] = await Promise.all(
    [testTables[0], testTables[0], testTables[1]].map((testTable) =>
      run(3, { split: { ...recipe.split, test: 0, ...(testTable === undefined ? {} : { testTable }) } }),
    ),
  )
  if (one === undefined || again === undefined || other === undefined) throw new Error('There are three runs.')
  expect(await compare(one, again)).toMatchObject({ verdict: 'tie', split: 'test' })
  await expect(compare(one, other)).rejects.toThrow(/not measured on the same rows/)
})

test('repeats are compared with each other, and with a single run, by how much their seeds differ', async () => {
  const { run, study, compare } = await plants('kind')
  const long = await study({ kind: 'repeat', seeds: 3 }, 40)
  const short = await study({ kind: 'repeat', seeds: 3 }, 1)
  const found = await compare(long, short)
  expect(found).toMatchObject({ verdict: 'better', evidence: 'seeds', metric: 'accuracy', direction: 'maximize' })
  expect(found.difference).toBeCloseTo(found.a.score - found.b.score, 12)
  expect(await compare(long, long)).toMatchObject({ verdict: 'tie', difference: 0 })
  expect(await compare(await run(1), long)).toMatchObject({ verdict: 'worse', evidence: 'seeds' })
})

test('cross-validations are compared fold by fold, where they have the same folds', async () => {
  const { study, compare, run } = await plants()
  const folds: Folds = { kind: 'rows', folds: 4, repeats: 1, stratify: false, shuffle: true, seed: 1 }
  const long = await study({ kind: 'folds', folds }, 40)
  const short = await study({ kind: 'folds', folds }, 1)
  const found = await compare(long, short)
  expect(found).toMatchObject({ verdict: 'better', evidence: 'folds', metric: 'r2', split: 'validation' })
  const { better = NaN, equal = NaN, worse = NaN } = found.chances ?? {}
  expect(better).toBeGreaterThan(0.95)
  expect(better + equal + worse).toBeCloseTo(1, 9)
  const others = await study({ kind: 'folds', folds: { ...folds, seed: 2 } }, 1)
  await expect(compare(long, others)).rejects.toThrow(/Nothing tells how large the noise/)
  await expect(compare(long, await run(1))).rejects.toThrow(/Nothing tells how large the noise/)
})
