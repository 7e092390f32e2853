import { join } from 'node:path'
import { expect, test } from 'vitest'
import { stepSchema, type Step } from '../../../src/shared/recipes.ts'
import type { RunConfig } from '../../../src/shared/training.ts'
import { importTable, proposal, startApplication, untilEnded } from '../../support/application.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { writePlants } from '../../support/makeTable.ts'

async function trained(target: string, network: Partial<RunConfig['network']> = {}, first: Step[] = []) {
  const folder = await temporaryFolder()
  const { application } = await startApplication(folder)
  const table = await writePlants(join(folder, 'plants.csv'), 400)
  const { project, dataset } = await importTable(application, join(folder, 'p.descent'), table)
  const { recipe, config } = await proposal(application, project, dataset.id, target)
  const { handlers } = application
  const { id: run } = await handlers['runs.start']({
    project,
    dataset: dataset.id,
    recipe: { ...recipe, steps: [...first, ...recipe.steps] },
    config: { ...config, network: { ...config.network, ...network } },
  })
  await untilEnded(application, project, run)
  return { application, handlers, run, project, of: { project, run } }
}

const common = { effort: 'quick' as const, seed: 0 }
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

test('one row of a classification: contributions add up by both methods, and a class can be chosen', async () => {
  const { handlers, of } = await trained('kind')
  const asked = { ...of, ...common, job: 'row', row: 3 }
  const shapley = await handlers['explain.row']({ ...asked, method: 'shapley' })
  const total = shapley.base + sum(shapley.contributions.map(({ contribution }) => contribution))
  expect(shapley.exact).toBe(true)
  expect(shapley.contributions.map(({ column }) => column)).toEqual(['width', 'height', 'place', 'weight'])
  expect(total).toBeCloseTo(shapley.prediction, 6)
  expect(shapley.left).toBeCloseTo(0, 6)
  expect(shapley.output).toBe(shapley.predicted)

  const other = await handlers['explain.row']({ ...asked, output: (shapley.output + 1) % 3, method: 'shapley' })
  expect(other.prediction).toBeLessThan(shapley.prediction)

  const gradients = await handlers['explain.row']({ ...asked, effort: 'usual', method: 'gradients' })
  expect(gradients.contributions.map(({ column }) => column)).toEqual(['width', 'height', 'place', 'weight'])
  expect(gradients.prediction).toBeCloseTo(shapley.prediction, 5)
  expect(Math.abs(gradients.left)).toBeLessThan(1e-3)
})

test('what matters, how it depends, all rows, and the smallest changes, which hold when predicted anew', async () => {
  const { handlers, of } = await trained('kind', { categories: { kind: 'embedding', dimension: 2, deviation: 0.1 } })
  const onSplit = { ...of, ...common, split: 'validation' as const }
  const importance = await handlers['explain.importance']({ ...onSplit, job: 'i', metric: 'logLoss', together: false })
  expect(importance).toMatchObject({ metric: 'logLoss', direction: 'minimize', repeats: 5 })
  const byName = new Map(importance.importances.map((one) => [one.name, one]))
  // Height and width decide the kind; the place tells nothing of it.
  expect(byName.get('height')!.interval.low).toBeGreaterThan(0)
  expect(byName.get('height')!.importance).toBeGreaterThan(byName.get('place')!.importance)
  expect(importance.related.map(({ a, b }) => [a, b].toSorted())).toContainEqual(['weight', 'width'])
  const joined = await handlers['explain.importance']({ ...onSplit, job: 'g', together: true })
  expect(joined.importances.map(({ columns }) => columns)).toContainEqual(joined.groups[0])

  const dependence = await handlers['explain.dependence']({ ...onSplit, job: 'd', column: 'place' })
  expect(dependence.grid).toMatchObject({ kind: 'category' })
  expect(dependence.means.length).toBe(3)
  const places = dependence.means[0]!.length
  for (let at = 0; at < places; at++) expect(sum(dependence.means.map((line) => line[at]!))).toBeCloseTo(1, 5)
  const pair = await handlers['explain.pair']({ ...onSplit, job: 'p', x: 'width', y: 'place' })
  expect(pair.means[0]!.length).toBe(pair.counts.length)

  const overall = await handlers['explain.overall']({ ...onSplit, job: 'o', output: 1 })
  expect(overall.exact).toBe(true)
  const at = 2
  const row = overall.rows[at]!
  const single = await handlers['explain.row']({ ...of, ...common, job: 'r', row, output: 1, method: 'shapley' })
  const total = overall.base + sum(overall.columns.map(({ contributions }) => contributions[at]!))
  expect(total).toBeCloseTo(single.prediction, 5)
  const gradients = await handlers['explain.row']({
    ...of,
    job: 'e',
    row,
    effort: 'usual',
    seed: 0,
    method: 'gradients',
  })
  expect(gradients.contributions.map(({ column }) => column)).toEqual(['width', 'height', 'place', 'weight'])
  expect(Math.abs(gradients.left)).toBeLessThan(1e-3)

  const layer = await handlers['explain.firstLayer'](of)
  expect(layer?.inputs.filter(({ from }) => from === 'place').length).toBe(2)

  const asked = { ...of, job: 'c', row, mostChanges: 3, wanted: { class: null } }
  const changes = await handlers['explain.changes']({ ...asked, locked: [] })
  expect(changes.alreadyMet).toBe(false)
  expect(changes.answers.length).toBeGreaterThan(0)
  for (const answer of changes.answers) {
    const changed = Object.fromEntries(answer.changes.map(({ column, to }) => [column, to]))
    const { prediction } = await handlers['predictions.row']({ ...of, values: { ...changes.values, ...changed } })
    expect(prediction).toBe(answer.prediction)
    expect(prediction).not.toBe(changes.prediction)
  }
  const locked = changes.answers[0]!.changes.map(({ column }) => column)
  const others = await handlers['explain.changes']({ ...asked, job: 'l', locked })
  for (const { changes: made } of others.answers) {
    for (const { column } of made) expect(locked).not.toContain(column)
  }
  const none = await handlers['explain.changes']({ ...asked, job: 'n', locked: changes.changeable })
  expect(none).toMatchObject({ answers: [], nearest: null })

  const absent = handlers['explain.row']({ ...of, ...common, job: 'x', row: 4000, method: 'shapley' })
  await expect(absent).rejects.toMatchObject({ kind: 'usage', message: 'There is no row 4001: the table has 400.' })
})

test('a number is explained in its unit, reached by changes, by the weights of any kept epoch, and can be cancelled', async () => {
  const { handlers, of } = await trained('weight')
  const kept = await handlers['runs.kept'](of)
  const epoch = kept[0]!.epoch
  const asked = { ...of, ...common, job: 'row', row: 5, method: 'shapley' as const }
  const best = await handlers['explain.row'](asked)
  const early = await handlers['explain.row']({ ...asked, epoch })
  expect(best.classes).toBeNull()
  expect(early.prediction).not.toBe(best.prediction)
  expect(best.prediction).toBeGreaterThan(5)
  expect(await handlers['explain.row'](asked)).toEqual(best)

  const goal = best.prediction + 5
  const wanted = { atLeast: goal }
  const changes = await handlers['explain.changes']({
    ...of,
    job: 'c',
    row: 5,
    wanted,
    locked: ['width'],
    mostChanges: 4,
  })
  for (const answer of changes.answers) {
    const changed = Object.fromEntries(answer.changes.map(({ column, to }) => [column, to]))
    expect(Object.keys(changed)).not.toContain('width')
    const { prediction } = await handlers['predictions.row']({ ...of, values: { ...changes.values, ...changed } })
    expect(Number(prediction)).toBeGreaterThanOrEqual(goal)
  }
  const wrong = handlers['explain.changes']({
    ...of,
    job: 'w',
    row: 5,
    wanted: { class: null },
    locked: [],
    mostChanges: 1,
  })
  await expect(wrong).rejects.toMatchObject({ kind: 'usage' })

  const long = { ...of, split: 'train' as const, effort: 'careful' as const, seed: 9, together: false, job: 'long' }
  const going = handlers['explain.importance'](long)
  const cancelled = expect(going).rejects.toMatchObject({ kind: 'cancelled' })
  const isUnderWay = async () => (await handlers['jobs.list']({})).some(({ id }) => id === 'long')
  await expect.poll(isUnderWay, { interval: 1 }).toBe(true)
  await handlers['jobs.cancel']({ job: 'long' })
  await cancelled
})

test('windows move with their column, and an ensemble of encoded numbers adds up', async () => {
  const window = stepSchema.parse({ kind: 'window', id: 'w', column: 'height', statistic: 'lag', rows: [1, 2] })
  const network: Partial<RunConfig['network']> = {
    hidden: [
      { kind: 'batchNormalization', momentum: 0.1, epsilon: 1e-5 },
      { kind: 'dense', units: 8, activation: 'relu', initialization: 'he' },
      { kind: 'dropout', rate: 0.2 },
    ],
    numbers: { kind: 'periodic', frequencies: 4, deviation: 0.1, dimension: 3, activation: 'relu', shared: false },
    ensemble: { kind: 'independent', members: 3 },
  }
  const { handlers, of } = await trained('weight', network, [window])
  const asked = { ...of, ...common, row: 9 }
  const shapley = await handlers['explain.row']({ ...asked, job: 's', method: 'shapley' })
  expect(shapley.contributions.map(({ column }) => column)).toEqual(['width', 'height', 'place', 'kind'])
  expect(shapley.left).toBeCloseTo(0, 4)
  const gradients = await handlers['explain.row']({ ...asked, job: 'g', method: 'gradients' })
  expect(gradients.contributions.map(({ column }) => column)).toEqual(['width', 'height', 'place', 'kind'])
  expect(gradients.prediction).toBeCloseTo(shapley.prediction, 3)
  expect(Math.abs(gradients.left)).toBeLessThan(0.05)
  // A window is a column of its own where one is varied.
  const lag = await handlers['explain.dependence']({
    ...of,
    ...common,
    split: 'test',
    job: 'd',
    column: 'height lag 1',
  })
  expect(lag.columns.map(({ name }) => name)).toContain('height')
  expect(lag.means[0]!.every((value) => value !== null)).toBe(true)
  const layer = await handlers['explain.firstLayer'](of)
  expect(layer?.ofUnits).toBe(8)
})

test('an explanation of a split without rows says so, and what to do', async () => {
  const { application, handlers, of, project } = await trained('kind')
  const { recipe, dataset, config } = await handlers['runs.get'](of)
  const untested = { ...recipe, split: { ...recipe.split, test: 0 } }
  const { id } = await handlers['runs.start']({ project, dataset, recipe: untested, config })
  await untilEnded(application, project, id)
  const asked = { ...common, project, run: id, split: 'test' as const }
  for (const answer of [
    handlers['explain.importance']({ ...asked, job: 'i', together: false }),
    handlers['explain.dependence']({ ...asked, job: 'd', column: 'width' }),
    handlers['explain.overall']({ ...asked, job: 'o', output: 1 }),
  ]) {
    await expect(answer).rejects.toMatchObject({ kind: 'not-found', hint: expect.stringContaining('in the recipe') })
  }
})
