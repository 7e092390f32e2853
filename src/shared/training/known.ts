import { z } from 'zod'

/**
 * The settings that may stand at a place of a configuration; null where the place is none that is known.
 *
 * @param value the configuration, whose `kind`s decide which settings there are
 */
export function knownSettings(schema: z.ZodType, value: unknown, path: readonly PropertyKey[]): string[] | null {
  const plain = unwrapped(schema)
  const [step, ...rest] = path
  if (plain instanceof z.ZodDiscriminatedUnion) {
    const option = optionOf(plain, value)
    return option === null ? null : knownSettings(option, value, path)
  }
  if (plain instanceof z.ZodArray && typeof step === 'number') {
    return knownSettings(plain.element as z.ZodType, at(value, step), rest)
  }
  if (!(plain instanceof z.ZodObject)) return null
  const shape = plain.shape as Record<string, z.ZodType>
  if (step === undefined) return Object.keys(shape)
  const inner = shape[String(step)]
  return inner === undefined ? null : knownSettings(inner, at(value, step), rest)
}

function unwrapped(schema: z.ZodType): z.ZodType {
  let inner = schema
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable || inner instanceof z.ZodDefault) {
    inner = inner.unwrap() as z.ZodType
  }
  return inner
}

/** The variant whose kind the value has; without a kind the one that may leave it out. */
function optionOf({ options }: z.ZodDiscriminatedUnion, value: unknown): z.ZodType | null {
  const kind = at(value, 'kind')
  const found = options.find((option) => {
    const { kind: expected } = (option as z.ZodObject).shape as Record<string, z.ZodType>
    return expected?.safeParse(kind).success === true
  })
  return (found as z.ZodType | undefined) ?? null
}

function at(value: unknown, step: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[step] : undefined
}

/** The one of some names that a mistyped one is likely to mean; null where none is near. */
export function nearest(name: string, names: readonly string[]): string | null {
  let best: string | null = null
  let least = Math.max(1, Math.floor(name.length / 3)) + 1
  for (const candidate of names) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (distance < least) [best, least] = [candidate, distance]
  }
  return best
}

/**
 * Insertions, deletions, replacements and swaps of neighbours that make one text of another (optimal string alignment;
 * Damerau, 1964).
 */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swapped = isSwap ? (before[j - 2] ?? 0) + 1 : Infinity
      next.push(Math.min(replaced, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}
