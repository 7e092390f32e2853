import fc from 'fast-check'
import { expect, it } from 'vitest'
import { buildJavaScript } from '../../../../src/core/export/javascript/build.ts'
import { programOf } from '../../../../src/core/export/program/program.ts'
import { rawRows } from '../../../../src/core/export/program/rawValues.ts'
import { anyModel, expectSamePredictions } from '../../../support/exported.ts'
import { importModule } from '../../../support/importModule.ts'
import { allRows } from '../../../support/tables.ts'

const provenance = { version: '0.0.0', runName: 'Run 1', metrics: null, dataSha256: null }

it('a model as a JavaScript module predicts what the studio predicts, whatever the steps', async () => {
  let compared = 0
  await fc.assert(
    fc.asyncProperty(anyModel(), async (any) => {
      if (any === null) return
      compared++
      const { model, tables } = any
      const module = await importModule(buildJavaScript({ program: programOf(model), provenance, vectors: [] }))
      for (const table of tables) {
        const found = rawRows(model.fitted.rawInputs, table, allRows(table)).map((row) => {
          const { prediction, probabilities } = module.predict(row)
          const { target } = model.fitted
          const labels = target.task === 'classification' ? target.classes : []
          return { prediction, details: labels.map((label) => probabilities?.[label] ?? null) }
        })
        expectSamePredictions(model, table, found)
      }
    }),
    { numRuns: 100 },
  )
  expect(compared).toBeGreaterThan(25)
})
