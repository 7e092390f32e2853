import { expect, it } from 'vitest'
import { defaultRunConfig } from '../../../../src/core/defaults/runConfig.ts'
import { buildPmml } from '../../../../src/core/export/pmml/build.ts'
import { programOf } from '../../../../src/core/export/program/program.ts'
import type { TestVector } from '../../../../src/core/export/program/vectors.ts'
import { networkShapes, parameterCount } from '../../../../src/core/network/shapes.ts'
import { engineSpec } from '../../../../src/core/network/spec.ts'
import { fitRecipe } from '../../../../src/core/recipe/fit.ts'
import { readDocument } from '../../../../src/main/compute/exports/pmmlDocument.ts'
import { stepSchema, type Step } from '../../../../src/shared/recipes.ts'
import type { Activation, HiddenLayer } from '../../../../src/shared/training.ts'
import { smallModel } from '../../../support/models.ts'
import { predictInPmml } from '../../../support/pmml.ts'
import { coded, everyStep, numbers, recipeFor, tableOf } from '../../../support/tables.ts'

const provenance = { version: '0.0.0', runName: 'Run <1> & "more"', metrics: null, dataSha256: null }
const count = numbers('count', [1, 2, 3, 4, 5, 6, 7, 8])
const prediction = numbers('prediction', [1, 2, 3, 4, 5, 6, 7, 9])
const city = coded('city', [' Bern', 'bern', 'a\nb', ' Bern', 'bern', 'a\nb', ' Bern', 'bern'])
const target = numbers('target', [1, 4, 2, 6, 3, 8, 5, 7])

function fitted(columns: Parameters<typeof tableOf> = [count, prediction, city], steps: readonly Step[] = everyStep) {
  return fitRecipe(tableOf(...columns, target), recipeFor('target', { steps: [...steps] })).fitted
}

function documentOf(model: Parameters<typeof programOf>[0], vectors: TestVector[] = []): string {
  return buildPmml({ program: programOf(model), provenance, vectors })
}

const row = { count: 2, prediction: 3, city: '"A" & <b>' }

it('names its fields so that none is a column’s, and tells white space and marks of XML apart', () => {
  const document = documentOf(smallModel(fitted(), 'tanh', 1))
  expect(document).toContain('<OutputField name="prediction_"')
  const cities = ['"A" & <b>', ' Bern', 'Bern', 'bern', 'a\nb', 'a b', null]
  const found = predictInPmml(
    document,
    cities.map((one) => ({ ...row, city: one })),
  )
  const [, spaced, plain, lower, broken, whole] = found.map((one) => one.prediction)
  // Two of them were never seen, and are the same to the model.
  expect(plain).toBe(whole)
  expect(new Set([spaced, plain, lower, broken]).size).toBe(4)
})

it('has no prediction where a row lacks a value that the network needs', () => {
  const document = documentOf(smallModel(fitted([count, prediction, city], everyStep.slice(3)), 'relu', 1))
  const found = predictInPmml(document, [row, { ...row, count: null }])
  expect(found.map((one) => one.prediction === null)).toEqual([false, true])
})

it('carries the test rows that are predicted as its verification', () => {
  const vectors = [
    { row, prediction: 1.5, details: [] },
    { row: { ...row, count: null }, prediction: null, details: [] },
  ]
  const document = documentOf(smallModel(fitted(), 'tanh', 1), vectors)
  expect(document).toContain('<ModelVerification recordCount="1" fieldCount="4">')
  expect(document).toContain('<row><c1>2</c1><c2>3</c2><c3>&quot;A&quot; &amp; &lt;b&gt;</c3><c4>1.5</c4></row>')
  expect(() => readDocument(Buffer.from(document))).not.toThrow()
})

it.each([
  ['an element that PMML has elsewhere', (xml: string) => xml.replace('<MiningSchema>', '<MiningSchema><Output/>')],
  ['a function that is none', (xml: string) => xml.replace('function="abs"', 'function="absolute"')],
  ['a number that is none', (xml: string) => xml.replace(/weight="[^"]+"/, 'weight="much"')],
  ['a part that is missing', (xml: string) => xml.replace(/<NeuralInputs[^]*<\/NeuralInputs>/, '')],
  ['text that is no XML', (xml: string) => xml.slice(0, -10)],
])('finds a document not valid for %s', (_name, spoiled) => {
  const document = documentOf(smallModel(fitted(), 'tanh', 1))
  expect(() => readDocument(Buffer.from(document))).not.toThrow()
  expect(() => readDocument(Buffer.from(spoiled(document)))).toThrow()
})

it('predicts otherwise where a weight is otherwise: what is read back is the document', () => {
  const document = documentOf(smallModel(fitted(), 'tanh', 1))
  const changed = document.replace(/weight="[^"]+"/, 'weight="3"')
  expect(predictInPmml(changed, [row])[0]?.prediction).not.toBe(predictInPmml(document, [row])[0]?.prediction)
  expect(() => predictInPmml(document.replaceAll('from="1,0"', 'from="9,0"'), [row])).toThrow(/no neuron before it/)
  expect(() => predictInPmml(document.replace('field="count"', 'field="amount"'), [row])).toThrow(/“amount”/)
})

it.each<[string, object, RegExp]>([
  ['hashes of texts', { kind: 'hash', columns: 'categories', buckets: 3 }, /hashes texts \(“city”\)/],
  ['nearest rows', { kind: 'imputeNearest', columns: 'numbers' }, /nearest rows \(“count”/],
])('refuses %s by the name of the column', (_name, step, message) => {
  const gaps = numbers('count', [1, 2, null, 4, 5, 6, 7, 8])
  const steps = [stepSchema.parse({ id: 'step', ...step }), ...everyStep]
  expect(() => documentOf(smallModel(fitted([gaps, prediction, city], steps), 'relu', 1))).toThrow(message)
})

it.each<Activation>(['gelu', 'silu', 'mish', 'softplus', 'hardSwish'])('refuses %s by its layer', (activation) => {
  expect(() => documentOf(smallModel(fitted(), activation, 1))).toThrow(
    new RegExp(`layer 1 of its network has the activation ${activation}`),
  )
})

it('refuses a column without a name, and characters that XML does not know', () => {
  expect(() => documentOf(smallModel(fitted([numbers('', [1, 2, 3, 4, 5, 6, 7, 8])]), 'relu', 1))).toThrow(/no name/)
  const odd = coded('city', ['a\u0001', 'b', 'a\u0001', 'b', 'a\u0001', 'b', 'a\u0001', 'b'])
  expect(() => documentOf(smallModel(fitted([odd]), 'relu', 1))).toThrow(/characters that XML does not know/)
})

it('refuses a network that is too large, and says how large it may be', () => {
  const recipe = fitted()
  const config = defaultRunConfig({ rows: 9, inputs: 1, task: 'regression', classes: null, preset: 'fast', seed: 0 })
  const hidden = [900, 900].map((units): HiddenLayer => ({
    kind: 'dense',
    units,
    activation: 'relu',
    initialization: 'he',
  }))
  const spec = engineSpec(recipe, { ...config, network: { hidden } })
  const weights = new Float32Array(parameterCount(networkShapes(spec))).fill(0.5)
  expect(() => documentOf({ fitted: recipe, spec, weights })).toThrow(/more than 200000 connections/)
})
