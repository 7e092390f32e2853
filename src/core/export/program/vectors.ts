/** A raw value as exported programs take it: dates are days since 1970-01-01 UTC; null is missing. */
export type RawValue = number | string | null

/** A row with what the studio says of it: a file carries some, so that it can be checked wherever it goes. */
export interface TestVector {
  /** By raw column. */
  row: Readonly<Record<string, RawValue>>
  /** The class or the number; null where there is no prediction. */
  prediction: string | number | null
  /** As `detailNames` of the target says; empty where there is no prediction. */
  details: readonly number[]
}
