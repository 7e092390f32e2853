import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newId } from '../../../src/main/ids.ts'
import type { RowsBehind } from '../../../src/shared/evaluation.ts'
import type { Recipe, SplitName } from '../../../src/shared/recipes.ts'
import { importTable, proposal, startApplication, untilEnded } from '../../support/application.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { writePlants } from '../../support/makeTable.ts'

async function plants() {
  const folder = await temporaryFolder()
  const { application } = await startApplication(folder)
  const csv = await writePlants(join(folder, 'plants.csv'), 240)
  const { project, dataset } = await importTable(application, join(folder, 'p.descent'), csv)
  const { handlers } = application
  const lines = (await readFile(csv, 'utf8')).split('\n').slice(1, -1)
  const train = async (target: string, change: (recipe: Recipe) => Recipe = (recipe) => recipe) => {
    const { recipe, config } = await proposal(application, project, dataset.id, target)
    const started = await handlers['runs.start']({ project, dataset: dataset.id, recipe: change(recipe), config })
    return untilEnded(application, project, started.id)
  }
  const rows = (run: string, split: SplitName, behind: RowsBehind, limit = 200) =>
    handlers['evaluation.rows']({
      project,
      run,
      job: newId(),
      split,
      behind,
      order: { by: 'loss', descending: true },
      offset: 0,
      limit,
    })
  return { application, handlers, project, dataset, lines, train, rows }
}

test('every cell of the confusion matrix opens on as many rows as it counts, with their texts and lines', async () => {
  const { handlers, project, dataset, lines, train, rows } = await plants()
  const run = await train('kind')
  const evaluation = await handlers['evaluation.get']({ project, run: run.id, split: 'validation' })
  if (evaluation.task !== 'classification') throw new Error('not a classification')
  for (const [actual, counts] of evaluation.confusion.entries()) {
    for (const [predicted, count] of counts.entries()) {
      const found = await rows(run.id, 'validation', { kind: 'cell', actual, predicted })
      expect(found.total).toBe(count)
      expect(found.classes).toEqual(evaluation.classes)
      for (const row of found.rows) {
        expect(row).toMatchObject({ actual, predicted, line: row.row + 2 })
        const fields = lines[row.row]?.split(',') ?? []
        expect(row.values).toMatchObject({ place: fields[2], height: String(Number(fields[1])) })
        expect(row.texts).toEqual(
          found.columns.map((name) => fields[dataset.columns.findIndex((column) => column.name === name)]),
        )
      }
      const losses = found.rows.map(({ loss }) => loss ?? NaN)
      expect(losses).toEqual(losses.toSorted((a, b) => b - a))
    }
  }
})

test('rows of a number are found by a raw column, are the worst first, and are written as a file', async () => {
  const { application, handlers, project, train, rows } = await plants()
  const run = await train('weight')
  const behind = { kind: 'level', column: 'place', level: 'shore' } as const
  const found = await rows(run.id, 'train', behind)
  expect(found.total).toBeGreaterThan(20)
  expect(found.rows.every(({ texts }) => texts[found.columns.indexOf('place')] === 'shore')).toBe(true)
  const [worst] = found.rows
  expect(worst?.error).toBeCloseTo((worst?.actual ?? 0) - (worst?.predicted ?? 0), 9)

  const file = await handlers['evaluation.rowsFile']({ project, run: run.id, job: newId(), split: 'train', behind })
  expect(file.rows).toBe(found.total)
  const text = await readFile(application.artifacts.resolve(file.artifact).path, 'utf8')
  const [header, ...written] = text.trimEnd().split('\r\n')
  expect(header).toBe('row,width,height,place,kind,weight,prediction,error,squared_error')
  expect(written).toHaveLength(found.total)
  const numbers = written.map((line) => Number(line.split(',')[0]))
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
})

test('a split without rows is refused with the remedy', async () => {
  const { train, rows } = await plants()
  const run = await train('kind', (recipe) => ({ ...recipe, split: { ...recipe.split, test: 0 } }))
  await expect(rows(run.id, 'test', { kind: 'worst' })).rejects.toMatchObject({ kind: 'not-found' })
})

test('a run without a row is the run of a table without it', async () => {
  const { train, rows } = await plants()
  const run = await train('kind')
  const worst = (await rows(run.id, 'validation', { kind: 'worst' }, 1)).rows[0]
  const without = await train('kind', (recipe) => ({
    ...recipe,
    steps: [{ kind: 'excludeRows', id: 'out', enabled: true, rows: [worst?.row ?? 0] }, ...recipe.steps],
  }))
  expect(without.rows).toEqual({ ...run.rows, validation: run.rows.validation - 1 })
  const before = await rows(run.id, 'validation', { kind: 'worst' })
  const after = await rows(without.id, 'validation', { kind: 'worst' })
  const numbers = (found: typeof before) => found.rows.map(({ row }) => row).toSorted((a, b) => a - b)
  expect(numbers(after)).toEqual(numbers(before).filter((row) => row !== worst?.row))
})
