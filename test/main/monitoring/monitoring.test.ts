import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RunConfig } from '../../../src/shared/training.ts'
import { importTable, proposal, startApplication, until, untilEnded } from '../../support/application.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { writePlants } from '../../support/makeTable.ts'

async function started(target: string, training: Partial<RunConfig['training']>) {
  const folder = await temporaryFolder()
  const { application } = await startApplication(folder)
  const table = await writePlants(join(folder, 'plants.csv'), 300)
  const { project, dataset } = await importTable(application, join(folder, 'p.descent'), table)
  const { recipe, config } = await proposal(application, project, dataset.id, target)
  const settings = { ...config, training: { ...config.training, earlyStopping: null, ...training } }
  const { handlers } = application
  const { id: run } = await handlers['runs.start']({ project, dataset: dataset.id, recipe, config: settings })
  return { application, handlers, project, run }
}

test('a run under way is seen through its newest weights, an ended one through its best', async () => {
  const { application, handlers, project, run } = await started('kind', { epochs: 1_000_000 })
  await until(application, project, run, ({ epochs }) => epochs > 20)
  const fit = await handlers['monitoring.fit']({ project, run, split: 'validation' })
  expect(fit).toMatchObject({ run, split: 'validation', task: 'classification', classes: ['flat', 'large', 'small'] })
  const surface = await handlers['monitoring.surface']({ project, run, x: 'width', y: null })
  if (surface === null) throw new Error('no surface')
  expect(surface).toMatchObject({ columns: ['width', 'height', 'weight'], x: { name: 'width' }, y: { name: 'height' } })
  expect(surface.values).toHaveLength(surface.size ** 2)
  expect(surface.values.every((value) => value >= 0 && value < 3)).toBe(true)
  expect(surface.certainty.every((value) => value > 1 / 3 - 1e-6 && value <= 1)).toBe(true)
  expect(surface.held.map(({ name }) => name).toSorted()).toEqual(['place', 'weight'])
  expect(surface.points.length).toBeGreaterThan(100)
  await expect(handlers['monitoring.surface']({ project, run, x: 'width', y: 'place' })).rejects.toThrow(
    '“place” is no number that this model takes.',
  )

  await handlers['runs.stop']({ project, run })
  await untilEnded(application, project, run)
  const [after, stored] = await Promise.all([
    handlers['monitoring.fit']({ project, run, split: 'test' }),
    handlers['evaluation.get']({ project, run, split: 'test' }),
  ])
  expect(after).toEqual(stored)
})

test('a run under way is seen, and asked for a row, at any epoch that it has kept so far', async () => {
  const { application, handlers, project, run } = await started('kind', { epochs: 1_000_000 })
  const of = { project, run }
  await until(application, project, run, ({ epochs }) => epochs > 40)
  await expect.poll(async () => (await handlers['runs.kept'](of)).length).toBeGreaterThan(20)
  const inputs = await handlers['predictions.inputs'](of)
  const values = Object.fromEntries(inputs.map(({ name, example }) => [name, example]))
  await expect(handlers['predictions.row']({ ...of, values })).rejects.toMatchObject({ kind: 'not-found' })
  const seen = async (epoch: number) => ({
    row: await handlers['predictions.row']({ ...of, values, epoch }),
    surface: await handlers['monitoring.surface']({ ...of, x: 'width', y: 'height', epoch }),
    fit: await handlers['evaluation.get']({ ...of, split: 'validation', epoch }),
  })
  const [first, later] = [await seen(1), await seen(20)]
  expect(first.row.probabilities).not.toEqual(later.row.probabilities)
  expect(first.surface?.certainty).not.toEqual(later.surface?.certainty)
  // Whatever comes meanwhile, what was stays what it was.
  await until(application, project, run, ({ epochs }) => epochs > 200)
  expect(await seen(1)).toEqual(first)
  await handlers['runs.stop'](of)
  expect(await seen(20)).toEqual(later)
})

test('a run that goes wrong is warned of, with what can be done', async () => {
  const { application, handlers, project, run } = await started('weight', {
    optimizer: { kind: 'momentum', momentum: 0.9 },
    learningRate: 1e-7,
    epochs: 30,
  })
  await untilEnded(application, project, run)
  const warnings = await handlers['monitoring.warnings']({ project, run })
  expect(warnings.map(({ kind }) => kind)).toEqual(['rateTooLow'])
  expect(warnings[0]?.remedies[0]?.action).toEqual({ kind: 'change', change: { learningRate: 1e-6 } })
})
