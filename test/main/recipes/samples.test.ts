import { expect, it, vi } from 'vitest'
import { previewRecipe } from '../../support/preview.ts'
import type { Table } from '../../../src/core/table.ts'
import type { ComputeClient } from '../../../src/main/compute/client.ts'
import type { PreviewQuestion } from '../../../src/main/compute/protocol.ts'
import { createSamplePreviews, SAMPLE_ROWS } from '../../../src/main/recipes/samples.ts'
import { withTestRows } from '../../../src/core/recipe/split/testTable.ts'
import { stepSchema } from '../../../src/shared/recipes.ts'
import type { Dataset } from '../../../src/shared/datasets.ts'
import { coded, numbers, recipeFor, tableOf } from '../../support/tables.ts'

const rows = Array.from({ length: 50_000 }, (_, row) => row)
const table = tableOf(
  coded(
    'target',
    rows.map((row) => (row % 3 === 0 ? 'yes' : 'no')),
  ),
  numbers('row', rows),
)
const recipe = recipeFor('target')
const summaries = [
  { name: 'target', kind: 'category', distinct: 2, missing: 0 },
  { name: 'row', kind: 'number', distinct: rows.length, missing: 0 },
]
const dataset = (id: string, columns = summaries) => ({ id, rows: rows.length, columns }) as Dataset

function sampler() {
  const asked: Table[] = []
  const ask = vi.fn(async (_operation: string, question: PreviewQuestion) => {
    asked.push(question.table)
    return previewRecipe(question.table, question.recipe, question)
  })
  const tables = { load: async () => table }
  return { samples: createSamplePreviews(tables, { ask } as unknown as ComputeClient), asked }
}

it('works a recipe out over a sample of the rows, and says so', async () => {
  const { samples, asked } = sampler()
  const looks = [{ step: 'scale', column: 'row' }]
  const preview = await samples.preview('p', dataset('d'), recipe, looks, 'a')
  expect(preview.sample).toBe(SAMPLE_ROWS)
  expect(preview.rows).toMatchObject({ total: 50_000, used: SAMPLE_ROWS })
  expect(preview.steps.find(({ id }) => id === 'scale')?.before?.histogram).not.toBeNull()
  await samples.preview('p', dataset('d'), recipe, [], 'b')
  expect(asked[1]?.columns[1]).toBe(asked[0]?.columns[1])
})

it('passes over a question about a table once there is a newer one', async () => {
  const { samples, asked } = sampler()
  const questions = ['a', 'b', 'c'].map((key) => samples.preview('p', dataset('d'), recipe, [], key))
  const other = samples.preview('p', dataset('other'), recipe, [], 'a')
  const results = await Promise.allSettled(questions)
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
  expect(results[0]).toMatchObject({ reason: { kind: 'cancelled' } })
  await expect(other).resolves.toMatchObject({ sample: SAMPLE_ROWS })
  expect(asked).toHaveLength(2)
})

// One of 25 rows that follow one another is in the sample.
it('shows a sample in which a class is rare, or alone, that is not in the whole table', async () => {
  const rare = tableOf(
    coded(
      'target',
      rows.map((row) => (row >= 175 && row < 200 ? 'rare' : row % 3 === 0 ? 'yes' : 'no')),
    ),
    numbers('row', rows),
  )
  const counts = async (leastClassRows: number) => {
    const ask = async (_: string, question: PreviewQuestion) => previewRecipe(question.table, question.recipe, question)
    const samples = createSamplePreviews({ load: async () => rare }, { ask } as unknown as ComputeClient)
    return (await samples.preview('p', dataset('d'), { ...recipe, leastClassRows }, [], 'a')).classes
  }
  const all = await counts(15)
  expect(all?.map(({ label }) => label)).toEqual(['no', 'rare', 'yes'])
  expect((await counts(100))?.map(({ label }) => label)).toEqual(['no', 'yes'])
})

it('shows a sample in which the target is the same throughout, as what it is in the whole table', async () => {
  // No two of the first and the last row are in the sample.
  const seldom = rows.map((row) => (row === 0 ? 1 : row === rows.length - 1 ? 2 : 0))
  const table = tableOf(numbers('target', seldom), numbers('row', rows))
  const ask = vi.fn(async (_operation: string, { table: sample, ...question }: PreviewQuestion) =>
    previewRecipe(sample, question.recipe, question),
  )
  const samples = createSamplePreviews({ load: async () => table }, { ask } as unknown as ComputeClient)
  const columns = summaries.map((column) => ({ ...column, kind: 'number', distinct: 3 }))
  const preview = await samples.preview('p', dataset('d', columns), recipeFor('target'), [], 'a')
  expect(preview).toMatchObject({ task: 'regression', sample: SAMPLE_ROWS, inputs: [{ name: 'row' }] })
})

it('shows windows of the table whose test rows are another one, however many these are', async () => {
  const few = Array.from({ length: 5_000 }, (_, row) => Math.sin(row))
  const alone = tableOf(numbers('x', few), numbers('y', few.map(Math.abs)))
  const behind = tableOf(numbers('x', rows), numbers('y', rows))
  const windows = recipeFor('y', {
    steps: [
      stepSchema.parse({ kind: 'window', id: 'w', column: 'x', statistic: 'lag', rows: [1] }),
      stepSchema.parse({ kind: 'impute', id: 'i', columns: 'numbers', method: 'median' }),
    ],
    split: { validation: 0.2, test: 0, stratify: false, seed: 1, testTable: 't' },
  })
  const ask = async (_: string, question: PreviewQuestion) => previewRecipe(question.table, question.recipe, question)
  const joined = withTestRows(alone, behind)
  const samples = createSamplePreviews({ load: async () => joined }, { ask } as unknown as ComputeClient)
  const columns = ['x', 'y'].map((name) => ({ name, kind: 'number', distinct: 5_000, missing: 0 }))
  const preview = await samples.preview('p', dataset('d', columns), windows, [{ step: 'w', column: null }], 'a')
  expect(preview.rows).toMatchObject({ total: 55_000, used: SAMPLE_ROWS, test: SAMPLE_ROWS / 2 })
  expect(preview.steps[0]?.after[0]?.name).toBe('x lag 1')
})
