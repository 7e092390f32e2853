/** A node of a formula, named as in MathML. */
export type MathNode =
  | { tag: 'mi' | 'mn' | 'mo' | 'mtext'; text: string }
  | { tag: 'mrow' | 'mfrac' | 'msqrt' | 'msub' | 'msup' | 'msubsup' | 'mover'; children: MathNode[] }

const token = /\s+|\\([a-z]+)|[{}^_]|\d+(?:\.\d+)?|[A-Za-z]+|[\p{L}]|./gu
/** Letters on top of which something stands. */
const accents: Record<string, string> = { hat: '^', bar: '¯' }

/**
 * A formula in a few commands of TeX (`\frac{a}{b}`, `\sqrt{a}`, `\hat{a}`, `\bar{a}`, `\text{words}`, `a_i`, `a^{2 t}`);
 * every other sign stands for itself. Letters that touch are one name: `max`, but `β v`.
 *
 * @throws SyntaxError for a command that there is not, or braces that do not match
 */
export function parseFormula(source: string): MathNode {
  const tokens = [...source.matchAll(token)].map(([text, command]) => ({ text, command }))
  let at = 0

  const row = (end: string | null): MathNode => {
    const children: MathNode[] = []
    for (;;) {
      const next = tokens[at]
      if (next === undefined) {
        if (end !== null) throw new SyntaxError(`A brace is not closed in ${source}`)
        break
      }
      if (next.text === end) {
        at += 1
        break
      }
      if (next.text.trim() === '') at += 1
      else children.push(scripted())
    }
    const [only] = children
    return children.length === 1 && only !== undefined ? only : { tag: 'mrow', children }
  }

  /** A thing with what stands at its lower and upper right. */
  const scripted = (): MathNode => {
    const base = single()
    let sub: MathNode | null = null
    let sup: MathNode | null = null
    for (;;) {
      const sign = tokens[at]?.text
      if (sign === '_' && sub === null) {
        at += 1
        sub = single()
      } else if (sign === '^' && sup === null) {
        at += 1
        sup = single()
      } else break
    }
    if (sub !== null && sup !== null) return { tag: 'msubsup', children: [base, sub, sup] }
    if (sub !== null) return { tag: 'msub', children: [base, sub] }
    return sup === null ? base : { tag: 'msup', children: [base, sup] }
  }

  const single = (): MathNode => {
    const next = tokens[at]
    if (next === undefined) throw new SyntaxError(`Something is missing at the end of ${source}`)
    at += 1
    const { text, command } = next
    if (text === '{') return row('}')
    if (text === '}') throw new SyntaxError(`A brace closes nothing in ${source}`)
    if (command !== undefined) return called(command)
    if (/^\d/.test(text)) return { tag: 'mn', text }
    return { tag: /^\p{L}/u.test(text) ? 'mi' : 'mo', text }
  }

  const called = (command: string): MathNode => {
    if (command === 'frac') return { tag: 'mfrac', children: [single(), single()] }
    if (command === 'sqrt') return { tag: 'msqrt', children: [single()] }
    if (command === 'text') return { tag: 'mtext', text: words() }
    const accent = accents[command]
    if (accent === undefined) throw new SyntaxError(`There is no command ${command} for ${source}`)
    return { tag: 'mover', children: [single(), { tag: 'mo', text: accent }] }
  }

  const words = (): string => {
    const parts: string[] = []
    if (tokens[at]?.text !== '{') throw new SyntaxError(`Words need braces in ${source}`)
    for (at += 1; tokens[at]?.text !== '}'; at += 1) {
      const part = tokens[at]
      if (part === undefined) throw new SyntaxError(`A brace is not closed in ${source}`)
      parts.push(part.text)
    }
    at += 1
    // MathML drops blanks at the ends of a text.
    return parts.join('').replaceAll(/^\s|\s$/g, '\u00a0')
  }

  return row(null)
}
