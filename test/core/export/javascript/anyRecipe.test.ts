import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildJavaScript } from '../../../../src/core/export/javascript/build.ts'
import { programOf } from '../../../../src/core/export/program/program.ts'
import { rawRows } from '../../../../src/core/export/program/rawValues.ts'
import { decodePredictions } from '../../../../src/core/network/predictions.ts'
import { outputUnits } from '../../../../src/core/network/spec.ts'
import { fitRecipe } from '../../../../src/core/recipe/fit.ts'
import { transformInputs } from '../../../../src/core/recipe/transform.ts'
import type { Table } from '../../../../src/core/table.ts'
import type { FittedRecipe } from '../../../../src/shared/recipes.ts'
import { activateOutputs, forward } from '../../../support/forward.ts'
import { importModule, type ExportedModule } from '../../../support/importModule.ts'
import { smallModel, type SmallModel } from '../../../support/models.ts'
import { featureSteps, formulasOf } from '../../../support/steps.ts'
import { allRows, featuresArbitrary, recipeFor, tableOf, targetArbitrary } from '../../../support/tables.ts'

const rows = 24

/** Where inputs lie far beyond the training range float32 has fewer digits left: gaps are divided by the largest input. */
async function expectSamePredictions(module: ExportedModule, model: SmallModel, table: Table): Promise<void> {
  const { fitted } = model
  const { target } = fitted
  const { inputs, kept } = transformInputs(table, fitted, allRows(table))
  const sums = forward(inputs, fitted.inputs.length, model.spec.layers, model.weights)
  const own = decodePredictions(fitted, activateOutputs(sums, outputUnits(model.spec), target.task))
  const largest = inputs.reduce((most, x) => Math.max(most, Math.abs(x)), 1)
  const position = new Map(Array.from(kept, (row, index) => [row, index]))
  for (const [row, raw] of rawRows(fitted.rawInputs, table, allRows(table)).entries()) {
    const found = module.predict(raw)
    const at = position.get(row)
    if (at === undefined) expect(found.prediction).toBeNull()
    else if (own.task === 'regression' && target.task === 'regression') {
      expect(Math.abs(Number(found.prediction) - own.values[at]!) / target.std / largest).toBeLessThan(1e-5)
    } else if (own.task === 'classification' && target.task === 'classification') {
      const probabilities = Object.values(found.probabilities ?? {})
      for (const [k, label] of target.classes.entries()) {
        const p = found.probabilities![label]!
        expect(Math.abs(p - own.probabilities[at * target.classes.length + k]!) / largest).toBeLessThan(1e-5)
      }
      expect(found.probabilities![String(found.prediction)]).toBe(Math.max(...probabilities))
    }
  }
}

describe('a model as a JavaScript module', () => {
  it('predicts what the studio predicts, whatever the steps', async () => {
    let compared = 0
    await fc.assert(
      fc.asyncProperty(
        featuresArbitrary(rows),
        targetArbitrary(rows),
        featureSteps(),
        fc.nat({ max: 99 }),
        fc.boolean(),
        async ({ features, others }, target, learned, seed, derive) => {
          const steps = derive ? [...formulasOf(features), ...learned] : learned
          const table = tableOf(target, ...features)
          const recipe = recipeFor('target', { steps, split: { validation: 0.2, test: 0.2, stratify: true, seed } })
          let fitted: FittedRecipe
          try {
            fitted = fitRecipe(table, recipe).fitted
          } catch {
            return
          }
          // The forward pass here knows plain inputs only.
          if (fitted.inputs.some(({ levels }) => levels !== undefined)) return
          compared++
          const model = smallModel(fitted, 'tanh', seed)
          const provenance = { version: '0.0.0', runName: 'Run 1', metrics: null, dataSha256: null }
          const module = await importModule(buildJavaScript({ program: programOf(model), provenance, vectors: [] }))
          await expectSamePredictions(module, model, table)
          await expectSamePredictions(module, model, tableOf(target, ...others))
        },
      ),
      { numRuns: 100 },
    )
    expect(compared).toBeGreaterThan(25)
  })
})
