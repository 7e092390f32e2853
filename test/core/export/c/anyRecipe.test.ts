import fc from 'fast-check'
import { expect, it } from 'vitest'
import { buildC } from '../../../../src/core/export/c/build.ts'
import { programOf } from '../../../../src/core/export/program/program.ts'
import { rawRows } from '../../../../src/core/export/program/rawValues.ts'
import { predictInC } from '../../../support/c.ts'
import { anyModel, expectSamePredictions } from '../../../support/exported.ts'
import { allRows } from '../../../support/tables.ts'

const provenance = { version: '0.0.0', runName: 'Run 1', metrics: null, dataSha256: null }

it('a model as a header of C predicts what the studio predicts, whatever the steps', { timeout: 300_000 }, async () => {
  const models = fc.sample(anyModel(), { numRuns: 60, seed: 20261123 }).flatMap((any) => (any === null ? [] : [any]))
  expect(models.length).toBeGreaterThan(15)
  for (const [index, { model, tables }] of models.entries()) {
    const source = buildC({ program: programOf(model), provenance, vectors: [] })
    const rows = tables.map((table) => rawRows(model.fitted.rawInputs, table, allRows(table)))
    const found = await predictInC(model.fitted, source, rows.flat(), { alsoAsCpp: index % 5 === 0 })
    for (const [k, table] of tables.entries()) {
      const before = rows.slice(0, k).flat().length
      expectSamePredictions(model, table, found.slice(before, before + table.rows))
    }
  }
})
