import fc from 'fast-check'
import { expect, it } from 'vitest'
import { buildPython } from '../../../../src/core/export/python/build.ts'
import { programOf } from '../../../../src/core/export/program/program.ts'
import { rawRows } from '../../../../src/core/export/program/rawValues.ts'
import { anyModel, expectSamePredictions } from '../../../support/exported.ts'
import { predictInPython } from '../../../support/python.ts'
import { allRows } from '../../../support/tables.ts'

const provenance = { version: '0.0.0', runName: 'Run 1', metrics: null, dataSha256: null }

// The first run may have to install NumPy.
it(
  'a model as a Python module predicts what the studio predicts, whatever the steps',
  { timeout: 300_000 },
  async () => {
    const models = fc.sample(anyModel(), { numRuns: 60, seed: 20261123 }).flatMap((any) => (any === null ? [] : [any]))
    expect(models.length).toBeGreaterThan(15)
    const jobs = models.flatMap(({ model, tables }) => tables.map((table) => ({ model, table })))
    const found = await predictInPython(
      jobs.map(({ model, table }) => ({
        source: buildPython({ program: programOf(model), provenance, vectors: [] }),
        rows: rawRows(model.fitted.rawInputs, table, allRows(table)),
      })),
    )
    for (const [index, { model, table }] of jobs.entries()) expectSamePredictions(model, table, found[index] ?? [])
  },
)
