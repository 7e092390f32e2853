/** Why a formula cannot be used: one sentence for a person, and the part of the text at fault (UTF-16 offsets). */
export interface FormulaProblem {
  message: string
  start: number
  end: number
}

/** Part of a formula's text. */
export interface Span {
  start: number
  end: number
}

/** Thrown while a formula is read; never leaves src/core/formula. */
export class FormulaError extends Error {
  readonly problem: FormulaProblem

  constructor(message: string, { start, end }: Span) {
    super(message)
    this.name = 'FormulaError'
    this.problem = { message, start, end }
  }
}

const longestWord = 40

/** The words of a formula as a message says them, with where they stand: “agee” at character 5. */
export function wordsAt(source: string, { start, end }: Span): string {
  const words = source.slice(start, end).replace(/\s+/g, ' ')
  const short = words.length > longestWord ? `${words.slice(0, longestWord - 1)}…` : words
  return `“${short}” at character ${start + 1}`
}
