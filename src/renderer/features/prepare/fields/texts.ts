/** Texts of a setting; none where it has no list. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

/** Texts one a line. */
export function linesOf(value: unknown): string {
  return textsOf(value).join('\n')
}

/** The texts of lines that are not empty; undefined without any. */
export function readLines(text: string): string[] | undefined {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return lines.length === 0 ? undefined : lines
}

export interface Merge {
  into: string
  levels: string[]
}

const arrow = ' -> '

/** One line a level: what it is, an arrow, and what it becomes. */
export function mergesText(value: unknown): string {
  if (!Array.isArray(value)) return ''
  return value
    .filter(isMerge)
    .flatMap(({ into, levels }) => levels.map((level) => `${level}${arrow}${into}`))
    .join('\n')
}

/** Lines without an arrow are not finished, and say nothing yet. */
export function readMerges(text: string): Merge[] {
  const levelsInto = new Map<string, string[]>()
  for (const line of readLines(text) ?? []) {
    const at = line.lastIndexOf(arrow)
    if (at < 0) continue
    const into = line.slice(at + arrow.length).trim()
    const levels = levelsInto.get(into) ?? []
    levels.push(line.slice(0, at).trim())
    levelsInto.set(into, levels)
  }
  return Array.from(levelsInto, ([into, levels]) => ({ into, levels }))
}

function isMerge(value: unknown): value is Merge {
  return typeof value === 'object' && value !== null && 'into' in value && 'levels' in value
}
