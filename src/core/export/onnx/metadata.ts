import { z } from 'zod'
import { DescentError } from '../../../shared/errors.ts'
import { rawInputSchema, taskSchema, type FittedRecipe } from '../../../shared/recipes.ts'
import { metricsBySplitSchema } from '../../../shared/evaluation.ts'
import { detailNames, probabilityPrefix } from '../../network/predictions.ts'
import type { Provenance } from '../program/provenance.ts'
import { decodeMetadata } from './protobuf.ts'
import { onnxInputs } from './schema.ts'

/** The property under which the schema lies in `metadata_props`, as JSON. */
const schemaKey = 'descent.schema'

/** How the model wants its raw columns, and what it gives. Plain JSON inside the file. */
const onnxSchemaSchema = z.object({
  version: z.literal(1),
  task: taskSchema,
  target: z.string(),
  classes: z.array(z.string()),
  /** What stands beside each prediction; by default the probabilities of the classes. */
  details: z.array(z.string()).optional(),
  /** What classes have are scores, no probabilities. */
  scores: z.literal(true).optional(),
  /** Where the standard's operators do not suffice, the runtime that has the others. */
  runtime: z.literal('onnxruntime').optional(),
  /** In order; `input` is the name of the model's input, `type` its element type. */
  inputs: z.array(rawInputSchema.extend({ input: z.string(), type: z.enum(['string', 'float', 'double']) })),
})
export type OnnxSchema = z.infer<typeof onnxSchemaSchema>

/** Names of what stands beside a prediction. */
export function onnxDetails(schema: OnnxSchema): string[] {
  return schema.details ?? schema.classes.map((label) => `${probabilityPrefix}${label}`)
}

/** @param runtime where the file has operators of that runtime alone */
export function onnxSchema(fitted: FittedRecipe, runtime?: OnnxSchema['runtime']): OnnxSchema {
  const inputs = onnxInputs(fitted)
  return {
    version: 1,
    task: fitted.target.task,
    target: fitted.target.name,
    classes: fitted.target.task === 'classification' ? fitted.target.classes : [],
    details: detailNames(fitted.target),
    ...(fitted.target.task === 'classification' && fitted.target.scores === true ? { scores: true as const } : {}),
    ...(runtime === undefined ? {} : { runtime }),
    inputs: fitted.rawInputs.map((raw, index) => ({
      ...raw,
      input: inputs[index]?.name ?? raw.name,
      type: inputs[index]?.type ?? 'float',
    })),
  }
}

/** What the file says of itself; all values are texts. */
export function metadataOf(
  fitted: FittedRecipe,
  provenance: Provenance,
  runtime?: OnnxSchema['runtime'],
): Record<string, string> {
  const metadata: Record<string, string> = {
    [schemaKey]: JSON.stringify(onnxSchema(fitted, runtime)),
    'descent.version': provenance.version,
    'descent.run': provenance.runName,
    'descent.task': fitted.target.task,
    'descent.target': fitted.target.name,
  }
  if (fitted.target.task === 'classification') metadata['descent.classes'] = JSON.stringify(fitted.target.classes)
  if (provenance.metrics !== null) {
    metadata['descent.metrics'] = JSON.stringify(metricsBySplitSchema.parse(provenance.metrics))
  }
  if (provenance.dataSha256 !== null) metadata['descent.dataSha256'] = provenance.dataSha256
  return metadata
}

/**
 * Reads the schema of an ONNX file that Descent exported.
 * Throws `unusable-input` for anything else.
 */
export function readOnnxSchema(model: Uint8Array): OnnxSchema {
  const parsed = onnxSchemaSchema.safeParse(schemaJson(model))
  if (parsed.success) return parsed.data
  throw new DescentError('unusable-input', 'This ONNX file does not say how its inputs are to be read.', {
    hint: 'Use an ONNX file that was exported from Descent.',
  })
}

function schemaJson(model: Uint8Array): unknown {
  try {
    return JSON.parse(decodeMetadata(model)[schemaKey] ?? 'null')
  } catch {
    return null
  }
}
