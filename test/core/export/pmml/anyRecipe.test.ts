import fc from 'fast-check'
import { expect, it } from 'vitest'
import { buildPmml } from '../../../../src/core/export/pmml/build.ts'
import { programOf } from '../../../../src/core/export/program/program.ts'
import { rawRows } from '../../../../src/core/export/program/rawValues.ts'
import { DescentError } from '../../../../src/shared/errors.ts'
import { anyModel, expectSamePredictions, type AnyModel } from '../../../support/exported.ts'
import { predictInPmml } from '../../../support/pmml.ts'
import { allRows } from '../../../support/tables.ts'

const provenance = { version: '0.0.0', runName: 'Run 1', metrics: null, dataSha256: null }

/** Null where PMML has no words for it, which is then said. */
function documentOf({ model }: AnyModel): string | null {
  try {
    return buildPmml({ program: programOf(model), provenance, vectors: [] })
  } catch (error) {
    if (!(error instanceof DescentError)) throw error
    expect(error.message).toMatch(
      /^PMML cannot say this model: .+(no name|nearest rows|hashes texts|words of texts|characters of texts|numbers to texts)/,
    )
    return null
  }
}

it('a model as PMML is valid and predicts what the studio predicts, whatever the steps', { timeout: 120_000 }, () => {
  let [compared, refused] = [0, 0]
  fc.assert(
    fc.property(anyModel(), (any) => {
      if (any === null) return
      const document = documentOf(any)
      if (document === null) {
        refused++
        return
      }
      compared++
      const { model, tables } = any
      for (const table of tables) {
        const rows = rawRows(model.fitted.rawInputs, table, allRows(table))
        expectSamePredictions(model, table, predictInPmml(document, rows))
      }
    }),
    { numRuns: 150, seed: 20261123 },
  )
  expect(compared).toBeGreaterThan(25)
  expect(refused).toBeGreaterThan(5)
})
