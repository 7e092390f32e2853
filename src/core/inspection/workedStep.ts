/**
 * One step of B rows worked through. Matrices are row-major. A place is that of a layer in the description, from the outermost
 * to the innermost, counted from 1; it is empty for the features.
 */
export interface WorkedStep {
  rows: number
  /** Of the run, counted from 1. */
  step: number
  /** Of the weights. */
  learningRate: number
  /** Mean of `losses`. */
  loss: number
  /** [B], each with its weights. */
  losses: Float64Array
  /** Which the loss leaves out. */
  l2Penalty: number
  l1Penalty: number
  /** Before anything is done to the gradient. */
  gradientNorm: number
  /** What `clipNorm` multiplies the gradient with. */
  clipScale: number
  /** What the network, as it is in the step, predicts of the rows: [B × outputs], the mean over its members. */
  predictions: Float64Array
  /** The features, then what the layers consist of, in order: an activation comes by itself after the sums. */
  ops: {
    layer: number[]
    /** `features`, `dense` (the weighted sums), `activation`, or the layer's own kind. */
    kind: string
    activation: string | null
    /** Networks that it computes side by side. */
    members: number
    columns: number
    /** [members × B × columns] */
    outputs: Float64Array
    /** The mean loss's derivative by each output, [members × B × columns]; null where no parameter is at or below it. */
    derivatives: Float64Array | null
  }[]
  /** In the order of the flat layout. */
  parameters: {
    layer: number[]
    /** `weights`, `biases`, or what the layer has. */
    name: string
    rows: number
    columns: number
    /** Index of the first value in the flat layout. */
    first: number
    /** 0 for running statistics, which no optimizer moves. */
    learningRate: number
    /** [rows × columns], as all that follow. */
    before: Float64Array
    gradients: Float64Array
    /** Clipped, and with the penalties: what the optimizer sees. */
    effectiveGradients: Float64Array
    /** The optimizer's state, and last the average of the parameters where one is kept. */
    moments: { name: string; before: Float64Array; after: Float64Array }[]
    after: Float64Array
  }[]
}
