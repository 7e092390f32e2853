import { expect, it } from 'vitest'
import { programOf } from '../../../../src/core/export/program/program.ts'
import type { TestVector } from '../../../../src/core/export/program/vectors.ts'
import { buildSql } from '../../../../src/core/export/sql/build.ts'
import { postgresql, sqlite, type Dialect } from '../../../../src/core/export/sql/dialects.ts'
import { fitRecipe } from '../../../../src/core/recipe/fit.ts'
import { networkShapes, parameterCount } from '../../../../src/core/network/shapes.ts'
import { engineSpec } from '../../../../src/core/network/spec.ts'
import { defaultRunConfig } from '../../../../src/core/defaults/runConfig.ts'
import { stepSchema, type Step } from '../../../../src/shared/recipes.ts'
import { smallModel } from '../../../support/models.ts'
import { predictInSqlite } from '../../../support/sql.ts'
import { coded, dates, everyStep, numbers, recipeFor, tableOf } from '../../../support/tables.ts'

const provenance = { version: '0.0.0', runName: 'Run 1', metrics: null, dataSha256: null }
const target = numbers('target', [1, 4, 2, 6, 3, 8, 5, 7])
const count = numbers('count', [1, 2, 3, 4, null, 6, 7, 8])
const other = numbers('other', [1, 2, 3, 4, 5, 6, 7, 9])
const city = coded('city', ["O'Hare", 'Bern', "O'Hare", null, 'Bern', 'Köln', 'Köln', '--'])

function fitted(columns: Parameters<typeof tableOf>, steps: readonly Step[] = everyStep) {
  return fitRecipe(tableOf(...columns, target), recipeFor('target', { steps: [...steps] })).fitted
}

function select(model: Parameters<typeof programOf>[0], dialect: Dialect = sqlite, vectors: TestVector[] = []): string {
  return buildSql({ program: programOf(model), provenance, vectors, dialect })
}

it('keeps the rows and their order, and has no prediction where a row lacks a value', () => {
  const model = smallModel(fitted([other, city], everyStep.slice(3)), 'relu', 1)
  const rows = [3, null, 5].map((value) => ({ other: value, city: "O'Hare" }))
  const found = predictInSqlite(model.fitted, select(model), rows)
  expect(found.map(({ prediction }) => prediction === null)).toEqual([false, true, false])
})

it('takes dates as texts in ISO order, too, and test rows stand in comments', () => {
  const day = dates('day', [
    '2020-01-01',
    '2020-02-01',
    '2020-03-01',
    null,
    '2021-01-01',
    '2021-05-01',
    '2022-01-01',
    '2023-01-01',
  ])
  const model = smallModel(fitted([day, count]), 'tanh', 2)
  const row = { day: 18262, count: 2 }
  const text = select(model, sqlite, [{ row, prediction: 1, details: [] }])
  expect(text).toContain(`-- Test row (dates as days since 1970-01-01): {"row":${JSON.stringify(row)},"prediction":1`)
  const [number, iso] = predictInSqlite(model.fitted, text, [row, { day: '2020-01-01T00:00:00', count: 2 }])
  expect(Number(iso?.prediction)).toBeCloseTo(Number(number?.prediction), 9)
})

it.each<[string, object, RegExp]>([
  ['hashes of texts', { kind: 'hash', columns: 'categories', buckets: 3 }, /hashes texts \(“city”\)/],
  ['nearest rows', { kind: 'imputeNearest', columns: 'numbers' }, /nearest rows \(“count”/],
])('refuses %s by the name of the column', (_name, step, message) => {
  const steps = [stepSchema.parse({ id: 'step', ...step }), ...everyStep]
  const model = smallModel(fitted([count, other, city], steps), 'relu', 1)
  expect(() => select(model)).toThrow(message)
})

it('refuses a network that is too large for one SELECT, and says how large it may be', () => {
  const recipe = fitted([count, city])
  const config = defaultRunConfig({ rows: 9, inputs: 1, task: 'regression', classes: null, preset: 'fast', seed: 0 })
  const hidden = [400, 400].map((units) => ({
    kind: 'dense' as const,
    units,
    activation: 'relu' as const,
    initialization: 'he' as const,
  }))
  const spec = engineSpec(recipe, { ...config, network: { hidden } })
  const weights = new Float32Array(parameterCount(networkShapes(spec))).fill(0.5)
  expect(() => select({ fitted: recipe, spec, weights })).toThrow(
    /the SELECT would have \d+ characters, and 1000000 is the limit/,
  )
})

it('refuses columns that a database does not tell apart, or whose names are too long for it', () => {
  const model = smallModel(fitted([count, numbers('COUNT', [1, 2, 3, 4, 5, 6, 7, 9])]), 'relu', 1)
  expect(() => select(model)).toThrow(/“count” and “COUNT” are one column in SQLite/)
  expect(select(model, postgresql)).toContain('FROM source LEFT JOIN')
  const long = smallModel(fitted([{ ...count, name: 'x'.repeat(64) }]), 'relu', 1)
  expect(() => select(long, postgresql)).toThrow(/too long for PostgreSQL/)
})
