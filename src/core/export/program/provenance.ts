import type { MetricsBySplit } from '../../../shared/evaluation.ts'

/** Where an exported model comes from, as every file says of itself. */
export interface Provenance {
  /** Descent's version. */
  version: string
  runName: string
  metrics: MetricsBySplit | null
  /** Of the source file the model was trained on. */
  dataSha256: string | null
}
