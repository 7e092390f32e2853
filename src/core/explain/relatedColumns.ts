/** How closely two columns go together: |Pearson's r|, Cramér's V or the correlation ratio. */
export interface ColumnPair {
  a: string
  b: string
  /** 0 to 1. */
  value: number
}

/** From here on the importance of one column hides behind the other's. */
export const closeRelation = 0.7

/**
 * Columns that go closely with one another, directly or through others: each group with at least two, in the order of
 * `names`.
 */
export function relatedGroups(names: readonly string[], pairs: readonly ColumnPair[]): string[][] {
  const groupOf = new Map(names.map((name) => [name, [name]]))
  for (const { a, b, value } of pairs) {
    const [first, second] = [groupOf.get(a), groupOf.get(b)]
    if (value < closeRelation || first === undefined || second === undefined || first === second) continue
    const joined = [...first, ...second]
    for (const name of joined) groupOf.set(name, joined)
  }
  const place = new Map(names.map((name, at) => [name, at]))
  return [...new Set(groupOf.values())]
    .filter((group) => group.length > 1)
    .map((group) => group.toSorted((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0)))
}
