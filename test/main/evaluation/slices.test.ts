import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newId } from '../../../src/main/ids.ts'
import { importTable, proposal, startApplication, untilEnded } from '../../support/application.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { writePlants } from '../../support/makeTable.ts'

/** Plants seen by three persons, one of whom guesses the kind; the network is not told who saw a plant. */
async function seenPlants() {
  const folder = await temporaryFolder()
  const path = await writePlants(join(folder, 'plants.csv'), 600)
  const [header = '', ...lines] = (await readFile(path, 'utf8')).trimEnd().split('\n')
  const seen = lines.map((line, row) => {
    const fields = line.split(',')
    if (row % 3 === 1) fields[3] = ['small', 'large', 'flat'][Math.floor(row / 3) % 3] ?? ''
    return [...fields, ['Ada', 'Bob', 'Cem'][row % 3]].join(',')
  })
  await writeFile(path, `${[`${header},seen by`, ...seen].join('\n')}\n`)
  const { application } = await startApplication(folder)
  const { project, dataset } = await importTable(application, join(folder, 'p.descent'), path)
  const { recipe, config } = await proposal(application, project, dataset.id, 'kind')
  const roles = { ...recipe.roles, 'seen by': 'ignored' as const }
  const settings = { ...config, training: { ...config.training, epochs: 25 } }
  const start = { project, dataset: dataset.id, recipe: { ...recipe, roles }, config: settings }
  const { id: run } = await application.handlers['runs.start'](start)
  await untilEnded(application, project, run)
  return { handlers: application.handlers, of: { project, run, split: 'train' as const } }
}

test('a split is cut by any raw column, and each slice opens on as many rows as it counts', async () => {
  const { handlers, of } = await seenPlants()
  const evaluation = await handlers['evaluation.get'](of)
  if (evaluation.task !== 'classification') throw new Error('not a classification')
  for (const columns of [['seen by'], ['width'], ['seen by', 'place']]) {
    const found = await handlers['evaluation.slices']({ ...of, job: newId(), columns })
    expect(found.slices.reduce((sum, { rows }) => sum + rows, found.others)).toBe(evaluation.rows)
    expect(found.overall.value).toBeCloseTo(Number(evaluation.metrics.accuracy), 12)
    const [slice] = found.slices
    if (slice === undefined) throw new Error('There are no slices.')
    const behind = { kind: 'slice', conditions: slice.conditions } as const
    const order = { by: 'row', descending: false } as const
    const rows = await handlers['evaluation.rows']({ ...of, job: newId(), behind, order, offset: 0, limit: 200 })
    expect(rows.total).toBe(slice.rows)
    const right = rows.rows.filter(({ actual, predicted }) => actual === predicted).length
    if (rows.total <= 200) expect(right / rows.total).toBeCloseTo(slice.value, 12)
  }
  const unknown = handlers['evaluation.slices']({ ...of, job: newId(), columns: ['nowhere'] })
  await expect(unknown).rejects.toMatchObject({ kind: 'not-found' })
  const wrong = handlers['evaluation.worstSlices']({ ...of, job: newId(), metric: 'mae' })
  await expect(wrong).rejects.toMatchObject({ kind: 'usage' })
})

test('the worst slice is found by a column that the model does not know', async () => {
  const { handlers, of } = await seenPlants()
  const found = await handlers['evaluation.worstSlices']({ ...of, job: newId() })
  expect(found).toMatchObject({ metric: 'accuracy', columns: 5 })
  const worse = found.slices.filter(({ isWorse }) => isWorse).map(({ conditions }) => conditions)
  const [worst] = worse.filter((conditions) => conditions.length === 1)
  expect(worst).toEqual([{ kind: 'level', column: 'seen by', level: 'Bob' }])
})
