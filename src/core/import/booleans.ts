/** Pairs of texts, lower case, that mean no and yes. The last counts only where a person asks for a boolean. */
const pairs: readonly (readonly [string, string])[] = [
  ['false', 'true'],
  ['no', 'yes'],
  ['f', 't'],
  ['n', 'y'],
]
const digits = ['0', '1'] as const

/**
 * For the distinct trimmed texts of a column, the text → 0 or 1 mapping, or null where they are no boolean.
 * A column with one text only is a boolean where the text is a whole word (True, no).
 * @param asked a person chose the kind: 0 and 1 count, too.
 */
export function booleanCodes(distinct: readonly string[], asked: boolean): Map<string, 0 | 1> | null {
  const candidates = asked ? [...pairs, digits] : pairs
  for (const [no, yes] of candidates) {
    const codes = new Map<string, 0 | 1>()
    for (const text of distinct) {
      const lower = text.toLowerCase()
      if (lower === no) codes.set(text, 0)
      else if (lower === yes) codes.set(text, 1)
    }
    if (codes.size < distinct.length || codes.size === 0) continue
    const values = new Set(codes.values())
    if (values.size === 2 || asked || no.length > 1) return codes
  }
  return null
}

/** Whether a text is one of the words of a pair. */
export function looksLikeBoolean(text: string): boolean {
  const lower = text.toLowerCase()
  return lower.length <= 5 && pairs.some(([no, yes]) => lower === no || lower === yes)
}
