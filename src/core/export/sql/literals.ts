/** A number to the bit; a missing one is NULL. */
export function numberLiteral(value: number, infinity: string): string {
  if (Number.isNaN(value)) return 'CAST(NULL AS double precision)'
  if (!Number.isFinite(value)) return value > 0 ? infinity : `-${infinity}`
  const text = String(value)
  return /[.e]/.test(text) ? text : `${text}.0`
}

export function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Numbers alone are decimal numbers in PostgreSQL: made floating-point. */
export function real(sql: string): string {
  return `CAST(${sql} AS double precision)`
}

/** Summands between two parentheses: a database nests at most a thousand operations. */
const together = 200

/** The sum of products of numbers with their weights, and a constant. */
export function weightedSum(values: readonly string[], weights: readonly number[], constant: number): string {
  const terms = values.flatMap((value, k) => {
    const weight = weights[k] ?? 0
    return weight === 0 ? [] : [weight === 1 ? value : `${value} * ${numberLiteral(weight, '')}`]
  })
  if (constant !== 0 || terms.length === 0) terms.push(numberLiteral(constant, ''))
  return sumOf(terms)
}

export function sumOf(terms: readonly string[]): string {
  if (terms.length <= together) return terms.join(' + ')
  const groups: string[] = []
  for (let at = 0; at < terms.length; at += together) groups.push(`(${terms.slice(at, at + together).join(' + ')})`)
  return sumOf(groups)
}
