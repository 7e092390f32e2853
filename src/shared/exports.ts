import { z } from 'zod'
import { artifactIdSchema } from './ids.ts'

export const exportFormats = ['onnx'] as const
export const exportFormatSchema = z.enum(exportFormats)
export type ExportFormat = z.infer<typeof exportFormatSchema>

/** Proof that the exported file predicts what the studio predicts. A file that fails it is never handed over. */
export const exportReportSchema = z.object({
  artifact: artifactIdSchema,
  format: exportFormatSchema,
  fileName: z.string(),
  sizeBytes: z.number(),
  check: z.object({
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
})
export type ExportReport = z.infer<typeof exportReportSchema>
