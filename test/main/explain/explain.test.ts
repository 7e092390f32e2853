import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RunConfig } from '../../../src/shared/training.ts'
import { importTable, proposal, startApplication, untilEnded } from '../../support/application.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { writePlants } from '../../support/makeTable.ts'

async function trained(target: string, network: Partial<RunConfig['network']> = {}) {
  const folder = await temporaryFolder()
  const { application } = await startApplication(folder)
  const table = await writePlants(join(folder, 'plants.csv'), 400)
  const { project, dataset } = await importTable(application, join(folder, 'p.descent'), table)
  const { recipe, config } = await proposal(application, project, dataset.id, target)
  const { handlers } = application
  const { id: run } = await handlers['runs.start']({
    project,
    dataset: dataset.id,
    recipe,
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
