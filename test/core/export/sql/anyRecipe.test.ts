import fc from 'fast-check'
import { expect, it } from 'vitest'
import { programOf } from '../../../../src/core/export/program/program.ts'
import { rawRows } from '../../../../src/core/export/program/rawValues.ts'
import { buildSql } from '../../../../src/core/export/sql/build.ts'
import { sqlite } from '../../../../src/core/export/sql/dialects.ts'
import { DescentError } from '../../../../src/shared/errors.ts'
import { anyModel, expectSamePredictions, type AnyModel } from '../../../support/exported.ts'
import { predictInSqlite } from '../../../support/sql.ts'
import { allRows } from '../../../support/tables.ts'

const provenance = { version: '0.0.0', runName: 'Run 1', metrics: null, dataSha256: null }

/** Null where SQL has no words for it, which is then said. */
function selectOf({ model }: AnyModel): string | null {
  try {
    return buildSql({ program: programOf(model), provenance, vectors: [], dialect: sqlite })
  } catch (error) {
    if (!(error instanceof DescentError)) throw error
    expect(error.message).toMatch(/^SQL cannot say this model: .+(nearest rows|hashes texts|words of texts|capitals)/)
    return null
  }
}

it('a model as a SELECT predicts what the studio predicts, whatever the steps', { timeout: 120_000 }, () => {
  let [compared, refused] = [0, 0]
  fc.assert(
    fc.property(anyModel(), (any) => {
      if (any === null) return
      const select = selectOf(any)
      if (select === null) {
        refused++
        return
      }
      compared++
      const { model, tables } = any
      for (const table of tables) {
        const rows = rawRows(model.fitted.rawInputs, table, allRows(table))
        expectSamePredictions(model, table, predictInSqlite(model.fitted, select, rows))
      }
    }),
    { numRuns: 150, seed: 20261123 },
  )
  expect(compared).toBeGreaterThan(25)
  expect(refused).toBeGreaterThan(5)
})
