import { expect, it } from 'vitest'
import { buildSafetensors, readSafetensorsModel } from '../../../src/core/export/safetensors/build.ts'
import { readSafetensors, writeSafetensors } from '../../../src/core/export/safetensors/file.ts'
import { fitRecipe } from '../../../src/core/recipe/fit.ts'
import { DescentError } from '../../../src/shared/errors.ts'
import { smallModel } from '../../support/models.ts'
import { coded, numbers, recipeFor, tableOf } from '../../support/tables.ts'

const provenance = { version: '0.0.0', runName: 'Größe', metrics: null, dataSha256: 'ab' }
const table = tableOf(
  numbers('target', [1, 2, 3, 4, 5, 6, 7, 8]),
  numbers('x', [1, 2, null, 4, 5, 6, 7, 9]),
  coded('Straße 🚀', ['a', 'b', 'a', 'b', 'a', 'b', 'a', 'b']),
)

it('lays arrays out as the format says: length, header, numbers', () => {
  const file = writeSafetensors([{ name: 'é', shape: [2, 1], values: Float32Array.of(1.5, -2) }], { a: 'ü' })
  const length = Number(new DataView(file.buffer).getBigUint64(0, true))
  expect(length % 8).toBe(0)
  expect(file).toHaveLength(8 + length + 8)
  const header = JSON.parse(Buffer.from(file.subarray(8, 8 + length)).toString('utf8'))
  expect(header).toEqual({ __metadata__: { a: 'ü' }, é: { dtype: 'F32', shape: [2, 1], data_offsets: [0, 8] } })
  expect(readSafetensors(file).tensors).toEqual([{ name: 'é', shape: [2, 1], values: Float32Array.of(1.5, -2) }])
})

it('gives the model back to the bit, with its preparation', () => {
  const { fitted } = fitRecipe(table, recipeFor('target'))
  const model = smallModel(fitted, 'relu', 3)
  const file = buildSafetensors(model, provenance)
  const names = readSafetensors(file).tensors.map(({ name, shape }) => [name, shape])
  expect(names).toEqual([
    ['layers.0.weights', [fitted.inputs.length, 5]],
    ['layers.0.biases', [5]],
    ['layers.1.weights', [5, 4]],
    ['layers.1.biases', [4]],
    ['layers.2.weights', [4, 1]],
    ['layers.2.biases', [1]],
  ])
  const again = readSafetensorsModel(file)
  expect(again.weights).toEqual(model.weights)
  expect(again.spec).toEqual(model.spec)
  expect(again.fitted).toEqual(JSON.parse(JSON.stringify(fitted)))
})

it('refuses what is damaged, foreign, or does not fit', () => {
  const { fitted } = fitRecipe(table, recipeFor('target'))
  const model = smallModel(fitted, 'relu', 3)
  const file = buildSafetensors(model, provenance)
  for (const bytes of [new Uint8Array(3), file.subarray(0, file.length - 4), file.subarray(0, 40)]) {
    expect(() => readSafetensorsModel(bytes)).toThrow(DescentError)
  }
  const foreign = writeSafetensors([], {})
  expect(() => readSafetensorsModel(foreign)).toThrow(/does not say what its arrays are/)
  expect(() => buildSafetensors({ ...model, weights: model.weights.slice(1) }, provenance)).toThrow(RangeError)
})
