import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newId } from '../../../src/main/ids.ts'
import { importTable, proposal, startApplication, untilEnded } from '../../support/application.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { writePlants } from '../../support/makeTable.ts'

async function twoTables() {
  const folder = await temporaryFolder()
  const { application } = await startApplication(folder)
  const table = await writePlants(join(folder, 'plants.csv'), 240)
  const { project, dataset } = await importTable(application, join(folder, 'p.descent'), table)
  const { handlers } = application
  const { file } = await application.files.register(await writePlants(join(folder, 'later.csv'), 70), 'later.csv')
  const later = await handlers['datasets.import']({ project, job: newId(), file, options: {} })
  const { recipe, config } = await proposal(application, project, dataset.id, 'kind')
  const split = { ...recipe.split, testTable: later.id }
  const of = { project, dataset: dataset.id, recipe: { ...recipe, split } }
  return { application, handlers, project, dataset, later, of, recipe, config }
}

test('the rows of another table are the test: in the preview, the run, its evaluation and its export', async () => {
  const { application, handlers, project, of, recipe, config } = await twoTables()
  const preview = await handlers['recipes.preview']({ ...of, job: newId(), looks: [], sample: false })
  expect(preview.rows).toMatchObject({ total: 310, test: 70 })
  expect(preview.rows.train + preview.rows.validation).toBe(240)

  const { id: run } = await handlers['runs.start']({ ...of, config })
  const ended = await untilEnded(application, project, run)
  expect(ended).toMatchObject({ state: 'finished', rows: { test: 70 } })
  expect(ended.metrics?.test).not.toBeNull()
  const evaluation = await handlers['evaluation.get']({ project, run, split: 'test' })
  expect(evaluation).toMatchObject({ rows: 70, task: 'classification' })
  const report = await handlers['exports.create']({ project, run, job: newId(), format: 'onnx' })
  expect(report.check).toMatchObject({ state: 'passed', split: 'test' })

  // The same network as without a test of any kind.
  const alone = { ...of, recipe: { ...recipe, split: { ...recipe.split, test: 0 } } }
  const other = await untilEnded(application, project, (await handlers['runs.start']({ ...alone, config })).id)
  expect(other.bestLoss).toBe(ended.bestLoss)
})

test('a test table that does not fit, or is gone, is refused with the remedy', async () => {
  const { handlers, project, later, of, config } = await twoTables()
  await handlers['datasets.setColumn']({ project, dataset: later.id, column: 'width', kind: 'category' })
  const preview = () => handlers['recipes.preview']({ ...of, job: newId(), looks: [], sample: true })
  await expect(preview()).rejects.toMatchObject({
    kind: 'unusable-input',
    message: '“width” is read as category in “later”, the table of the test rows, and as number in “table”.',
  })
  await handlers['datasets.setColumn']({ project, dataset: later.id, column: 'width', kind: 'number' })
  expect((await preview()).rows.test).toBe(70)
  await handlers['datasets.remove']({ project, dataset: later.id })
  await expect(preview()).rejects.toThrow('The table that the test rows are taken from is gone.')
  await expect(handlers['runs.estimate']({ ...of, config })).rejects.toMatchObject({ kind: 'unusable-input' })
})
