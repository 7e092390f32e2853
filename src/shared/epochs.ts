import { z } from 'zod'

/** null where it is not finite. */
const number = z.number().nullable()
const count = z.number().int().min(0)
/** Place of a layer in the network's description, from the outermost to the innermost, from 1; empty for the features. */
const place = z.array(z.number().int())

/** Of many values; those that are not finite are only counted. */
const valueSummarySchema = z.object({
  count,
  nonFinite: count,
  mean: number,
  deviation: number,
  smallest: number,
  largest: number,
  norm: number,
  /** Share of the values that are exactly 0. */
  zeros: number,
  /** Counts in equal bins from the smallest to the largest value. */
  histogram: z.array(count),
})

/** How the values of a network are distributed after the last step of an epoch, as it is stored. */
export const epochStatisticsSchema = z.object({
  step: count,
  /** Those that the ops tell of: the step's batch, of a large one rows that are spread evenly over it. */
  rows: count,
  parameters: z.array(
    z.object({
      layer: place,
      /** `weights`, `biases`, or what the layer has. */
      name: z.string(),
      values: valueSummarySchema,
      /** As the optimizer saw them; null for running statistics. */
      gradients: valueSummarySchema.nullable(),
      updateNorm: number,
      updateRatio: number,
    }),
  ),
  ops: z.array(
    z.object({
      layer: place,
      kind: z.string(),
      activation: z.string().nullable(),
      outputs: valueSummarySchema,
      derivatives: valueSummarySchema.nullable(),
      /** Columns of a member that are 0 in every such row. */
      deadUnits: count,
    }),
  ),
})
export type EpochStatistics = z.infer<typeof epochStatisticsSchema>

/** An epoch of which a run keeps something. */
export const keptEpochSchema = z.object({
  /** 0: before the first step, of a run that began with weights of another. */
  epoch: count,
  /** Whether the weights are still there; statistics stay although weights made room for others. */
  hasWeights: z.boolean(),
})
export type KeptEpoch = z.infer<typeof keptEpochSchema>

/** How a network changed over its kept epochs. Every list but `tensors` and `units` has one entry an epoch. */
export const networkHistorySchema = z.object({
  epochs: z.array(count),
  /** Euclidean, of the whole gradient of the epoch's last step, as the optimizer saw it. */
  gradientNorm: z.array(number),
  /** What `runs.histograms` can be asked for, by its place in this list. */
  tensors: z.array(z.object({ layer: place, name: z.string(), count })),
  /** Activations that can be exactly 0, with the share of their units that were so in every row looked at. */
  units: z.array(z.object({ layer: place, activation: z.string(), units: count, dead: z.array(number) })),
})
export type NetworkHistory = z.infer<typeof networkHistorySchema>

/** Counts in equal bins from the smallest to the largest value; null where no value is finite. */
export const epochHistogramSchema = z.object({ from: z.number(), to: z.number(), counts: z.array(count) }).nullable()
export type EpochHistogram = z.infer<typeof epochHistogramSchema>

/** The values of one array of parameters over the kept epochs, and their gradients; null where they have none. */
export const tensorHistorySchema = z.object({
  epochs: z.array(count),
  values: z.array(epochHistogramSchema),
  gradients: z.array(epochHistogramSchema).nullable(),
})
export type TensorHistory = z.infer<typeof tensorHistorySchema>
