import { z } from 'zod'
import { artifactIdSchema } from './ids.ts'

export const exportFormats = [
  'onnx',
  'python',
  'javascript',
  'c',
  'sql',
  'postgresql',
  'excel',
  'pmml',
  'safetensors',
  'descent',
] as const
export const exportFormatSchema = z.enum(exportFormats)
export type ExportFormat = z.infer<typeof exportFormatSchema>

/** What the name of a file of the format ends with. */
export const exportExtensions: Record<ExportFormat, string> = {
  onnx: '.onnx',
  python: '.py',
  javascript: '.mjs',
  c: '.h',
  sql: '.sql',
  postgresql: '.sql',
  excel: '.xlsx',
  pmml: '.pmml',
  safetensors: '.safetensors',
  descent: '.descent',
}

/**
 * Proof that the exported file predicts what the studio predicts. A file that fails it is never handed over; where what
 * would run it is not on this machine, that is said.
 */
export const exportCheckSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('passed'),
    /** What ran the file, e.g. "onnxruntime 1.30". */
    runner: z.string(),
    /** The runtime that alone has all operators of the file; null where any runtime of the standard does. */
    runtime: z.enum(['onnxruntime']).nullable(),
    rows: z.number().int(),
    split: z.enum(['train', 'validation', 'test']),
    /** Largest absolute difference of a probability, or of the prediction in units of the target's standard deviation. */
    largestDifference: z.number(),
    tolerance: z.number(),
    unit: z.enum(['probability', 'targetStd']),
  }),
  /** `missing`: what is not on this machine. */
  z.object({
    state: z.literal('notRun'),
    missing: z.string(),
    /** A sentence of why it is not run, where it is not that something is missing. */
    reason: z.string().optional(),
  }),
])
export type ExportCheck = z.infer<typeof exportCheckSchema>

/** A format that a model cannot be had in: why, and what to do instead. */
export const exportRefusalSchema = z.object({
  format: exportFormatSchema,
  message: z.string(),
  hint: z.string().nullable(),
})
export type ExportRefusal = z.infer<typeof exportRefusalSchema>

export const exportReportSchema = z.object({
  artifact: artifactIdSchema,
  format: exportFormatSchema,
  fileName: z.string(),
  sizeBytes: z.number(),
  check: exportCheckSchema,
})
export type ExportReport = z.infer<typeof exportReportSchema>
