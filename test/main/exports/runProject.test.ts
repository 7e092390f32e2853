import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newId } from '../../../src/main/ids.ts'
import { importTable, proposal, startApplication, untilEnded } from '../../support/application.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { writePlants } from '../../support/makeTable.ts'

test('a run leaves as a project of its own, which opens, predicts the same and can be trained on', async () => {
  const folder = await temporaryFolder()
  const { application } = await startApplication(folder)
  const { handlers, artifacts, files } = application
  const table = await writePlants(join(folder, 'plants.csv'), 200)
  const { project, dataset } = await importTable(application, join(folder, 'p.descent'), table)
  await importTable(application, join(folder, 'p.descent'), await writePlants(join(folder, 'more.csv'), 100, 2))
  const { recipe, config } = await proposal(application, project, dataset.id, 'kind')
  const settings = { ...config, training: { ...config.training, epochs: 40, earlyStopping: null } }
  const start = { project, dataset: dataset.id, recipe, config: settings, keep: true }
  const { id: run } = await handlers['runs.start']({ ...start, name: 'The one' })
  await untilEnded(application, project, run)
  const { id: other } = await handlers['runs.start'](start)
  await untilEnded(application, project, other)
  // What the project prepares by now is not what the run was prepared by.
  await handlers['recipes.save']({ project, dataset: dataset.id, recipe: { ...recipe, steps: [] } })

  const report = await handlers['exports.create']({ project, run, job: newId(), format: 'descent' })
  expect(report).toMatchObject({ fileName: 'The one kind.descent', check: { state: 'passed', largestDifference: 0 } })

  const { file } = await files.register(artifacts.resolve(report.artifact).path, 'The one.descent')
  const copy = await handlers['projects.adopt']({ file })
  expect(copy.name).toBe('The one')
  expect(copy.datasets.map(({ id }) => id)).toEqual([dataset.id])
  expect(copy.runs.map(({ id }) => id)).toEqual([run])
  expect(await handlers['recipes.get']({ project: copy.id, dataset: dataset.id })).toEqual(recipe)

  const of = { project: copy.id, run }
  const inputs = await handlers['predictions.inputs'](of)
  const values = Object.fromEntries(inputs.map(({ name, example }) => [name, example]))
  expect(await handlers['predictions.row']({ ...of, values })).toEqual(
    await handlers['predictions.row']({ project, run, values }),
  )
  const series = { fromEpoch: 0, points: 100 }
  expect(await handlers['runs.series']({ ...of, ...series })).toEqual(
    await handlers['runs.series']({ project, run, ...series }),
  )
  const { bestEpoch } = await handlers['runs.get'](of)
  const kept = await handlers['runs.kept'](of)
  expect(kept.map(({ epoch }) => epoch)).toEqual(
    (await handlers['runs.kept']({ project, run })).map(({ epoch }) => epoch),
  )
  expect(kept.filter(({ hasWeights }) => hasWeights).map(({ epoch }) => epoch)).toEqual([bestEpoch])
  expect(await handlers['evaluation.get']({ ...of, split: 'test' })).toEqual(
    await handlers['evaluation.get']({ project, run, split: 'test' }),
  )
  await handlers['runs.extend']({ ...of, epochs: 2 })
  await untilEnded(application, copy.id, run)
  expect((await handlers['runs.get'](of)).epochs).toBe(42)
})
