import type { RawInput } from '../../../shared/recipes.ts'

/** How a boolean may be spelled, with the level that is meant: in lower case, in capitals, with a capital first. */
export function spellingsOf({ levels }: Pick<RawInput, 'levels'>): [text: string, level: string][] {
  const spelled = new Map<string, string>()
  for (const level of levels ?? []) {
    const [lower, upper] = [level.toLowerCase(), level.toUpperCase()]
    for (const text of [lower, upper, upper.slice(0, 1) + lower.slice(1)]) {
      if (!spelled.has(text)) spelled.set(text, level)
    }
  }
  for (const level of levels ?? []) spelled.set(level, level)
  return [...spelled]
}
