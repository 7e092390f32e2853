/**
 * What a prepared column is of a row's raw values, in few primitive operations. Every step of a recipe is written once,
 * as such an expression: the studio evaluates it, exports translate it. A node may be part of several expressions; it
 * is then worked out once.
 *
 * Numbers are float64; NaN is missing, and so is every result that is not finite once it enters the network. Arithmetic
 * is IEEE 754: with a missing value it gives a missing value, and a comparison with one is false.
 */
export type NumberExpression =
  | NumberColumn
  | { op: 'constant'; value: number }
  | { op: 'unary'; name: UnaryName; x: NumberExpression }
  | { op: 'binary'; name: BinaryName; x: NumberExpression; y: NumberExpression }
  | ChainedRegressions
  | NearestMean
  | { op: 'where'; test: BooleanExpression; yes: NumberExpression; no: NumberExpression }
  | Interpolation
  | { op: 'bin'; x: NumberExpression; edges: readonly number[] }
  | Lookup
  | CrossFittedLookup
  | { op: 'textLength'; text: TextExpression }
  /** The bucket, 0 … buckets - 1, of the text's hash; missing for a missing text. */
  | { op: 'textBucket'; text: TextExpression; buckets: number }
  | { op: 'wordCount'; text: TextExpression; words: WordSelection }

/** A raw column: numbers, or dates as days since 1970-01-01 UTC. */
export interface NumberColumn {
  op: 'numberColumn'
  column: string
  kind: 'number' | 'date'
  /** Rounded to float32 before anything else, as an exported model reads it; what overflows is missing. */
  precision: 'float32' | 'float64'
}

/** `round` is to the nearest integer, halves to the even one. */
export const unaryNames = [
  'negate',
  'absolute',
  'sign',
  'floor',
  'ceiling',
  'round',
  'squareRoot',
  'exponential',
  'exponentialMinus1',
  'logarithm',
  'logarithm1Plus',
  'sine',
  'cosine',
  'tangent',
  'hyperbolicTangent',
] as const
export type UnaryName = (typeof unaryNames)[number]

/** `power` with an exponent that is not finite is missing. `modulo` has the sign of the divisor. `minimum` and `maximum` of a missing value are missing. */
export const binaryNames = ['add', 'subtract', 'multiply', 'divide', 'power', 'minimum', 'maximum', 'modulo'] as const
export type BinaryName = (typeof binaryNames)[number]

/**
 * `xs[target]` itself, or where it is missing what chained regressions make of the row: its gaps begin as 0, and each
 * regression in turn gives that of its own target offset + Σ weight × number. None of `xs` is a constant.
 */
export interface ChainedRegressions {
  op: 'chainedRegressions'
  xs: readonly NumberExpression[]
  /** As many weights as `xs`, that of the target 0. Expressions that share the chain share `xs`. */
  chain: readonly { target: number; offset: number; weights: readonly number[] }[]
  target: number
}

/**
 * `xs[target]` itself, or where it is missing its mean over the nearest reference rows, as scikit-learn's KNNImputer
 * defines it. The squared distance of two rows is that over the columns that both have, times all columns / common
 * columns (`nan_euclidean_distances`); rows without a common column, or without the target, are no neighbours. Of
 * equally near rows the earlier count. Weights are all the same or reciprocals of the distances, and then rows at
 * distance 0 count alone.
 */
export interface NearestMean {
  op: 'nearestMean'
  xs: readonly NumberExpression[]
  /**
   * Row-major, one column for each of `xs`; NaN is missing. Expressions that share the reference share all but the
   * target.
   */
  reference: Float64Array
  target: number
  neighbours: number
  weighting: 'uniform' | 'distance'
  /** Where there is no neighbour. */
  otherwise: number
}

/** Linear between the points, constant beyond them. `xs` ascend strictly and are as many as `ys`. */
export interface Interpolation {
  op: 'interpolate'
  x: NumberExpression
  xs: readonly number[]
  ys: readonly number[]
}

/** The number that stands for a text; `other` for a text that is not among the levels. */
export interface Lookup {
  op: 'lookup'
  text: TextExpression
  levels: readonly string[]
  /** One a level. */
  values: readonly number[]
  other: number
  missing: number
}

/**
 * As `Lookup`; but a training row, when it is prepared for training, takes the values of its own fold, which were
 * fitted without it.
 */
export interface CrossFittedLookup extends Omit<Lookup, 'op'> {
  op: 'crossFittedLookup'
  folds: readonly { values: readonly number[]; other: number; missing: number }[]
  seed: number
}

/**
 * How many of a text's words (runs of letters and digits, in lower case) are this word, or fall into this bucket by
 * their hash; `all` counts every word. Missing for a missing text.
 */
export type WordSelection =
  { kind: 'all' } | { kind: 'word'; word: string } | { kind: 'bucket'; bucket: number; buckets: number }

/** Texts; a missing one is no text. */
export type TextExpression =
  | { op: 'textColumn'; column: string }
  | { op: 'textConstant'; value: string }
  /** `value` where the text is missing. */
  | { op: 'fillText'; text: TextExpression; value: string }
  /** Levels become others; `other` is what any further text becomes: itself, a level, or missing. */
  | {
      op: 'mapText'
      text: TextExpression
      levels: readonly string[]
      to: readonly string[]
      other: 'same' | { level: string } | 'missing'
    }
  /** The shortest text that reads as the number again; missing for a missing number. */
  | { op: 'textOfNumber'; x: NumberExpression }
  | { op: 'whereText'; test: BooleanExpression; yes: TextExpression; no: TextExpression }
  | { op: 'concat'; texts: readonly TextExpression[] }
  | { op: 'case'; to: 'lower' | 'upper'; text: TextExpression }

export type BooleanExpression =
  | { op: 'isMissing'; x: NumberExpression }
  | { op: 'isTextMissing'; text: TextExpression }
  | { op: 'compare'; name: 'less' | 'lessOrEqual' | 'equal'; x: NumberExpression; y: NumberExpression }
  | { op: 'textIs'; text: TextExpression; value: string }
  | { op: 'sameText'; x: TextExpression; y: TextExpression }
  | { op: 'not'; x: BooleanExpression }
  | { op: 'and' | 'or'; x: BooleanExpression; y: BooleanExpression }

export type Expression = NumberExpression | TextExpression | BooleanExpression
