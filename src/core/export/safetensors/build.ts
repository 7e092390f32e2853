import { z } from 'zod'
import { DescentError } from '../../../shared/errors.ts'
import { fittedRecipeSchema, type FittedRecipe } from '../../../shared/recipes.ts'
import type { EngineSpec } from '../../network/engine.ts'
import { parameterLayout } from '../../network/layout.ts'
import type { Provenance } from '../program/provenance.ts'
import { readSafetensors, writeSafetensors } from './file.ts'

/** What the model is, as JSON in the file's metadata under this name. */
const configurationKey = 'descent.configuration'
const version = 1

const configurationSchema = z.object({
  version: z.literal(version),
  /** The network and how it was trained, as the engine was told. */
  network: z.looseObject({ layers: z.array(z.unknown()) }),
  /** The fitted preparation. */
  preparation: fittedRecipeSchema,
  provenance: z.unknown(),
})

export interface SafetensorsModel {
  fitted: FittedRecipe
  spec: EngineSpec
  weights: Float32Array
}

/**
 * The trained arrays by name ("layers.0.weights") with the whole configuration as JSON beside them: network, fitted preparation,
 * metrics, hash of the data. Throws a RangeError if the weights do not fit the layers.
 */
export function buildSafetensors({ fitted, spec, weights }: SafetensorsModel, provenance: Provenance): Uint8Array {
  let at = 0
  const tensors = parameterLayout(spec).map(({ name, shape }) => {
    const length = shape.reduce((product, size) => product * size, 1)
    const values = weights.subarray(at, at + length)
    at += length
    return { name, shape, values }
  })
  if (at !== weights.length) {
    throw new RangeError(`The network has ${at} parameters, and ${weights.length} were given.`)
  }
  const configuration = { version, network: spec, preparation: fitted, provenance }
  return writeSafetensors(tensors, { format: 'descent', [configurationKey]: JSON.stringify(configuration) })
}

/** The model again. Throws `unusable-input` for a file that Descent did not export. */
export function readSafetensorsModel(file: Uint8Array): SafetensorsModel {
  const { tensors, metadata } = readSafetensors(file)
  const parsed = configurationSchema.safeParse(JSON.parse(metadata[configurationKey] ?? 'null'))
  if (!parsed.success) {
    throw new DescentError('unusable-input', 'This safetensors file does not say what its arrays are.', {
      hint: 'Use one that was exported from Descent.',
    })
  }
  const spec = parsed.data.network as unknown as EngineSpec
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor.values]))
  const arrays = parameterLayout(spec).map(({ name }) => byName.get(name) ?? new Float32Array(0))
  const weights = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const array of arrays) {
    weights.set(array, at)
    at += array.length
  }
  return { fitted: parsed.data.preparation, spec, weights }
}
