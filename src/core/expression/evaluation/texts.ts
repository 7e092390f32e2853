import { assertNever } from '../../../shared/assertNever.ts'
import type { TextExpression } from '../types.ts'
import { chunkRows, createNode, type TextNode } from './chunk.ts'
import type { Compiling } from './compiling.ts'

export function compileText(compiler: Compiling, expression: TextExpression): TextNode {
  const { chunk } = compiler
  const codes = new Int32Array(chunkRows)
  switch (expression.op) {
    case 'textColumn':
      return compileColumn(compiler, expression.column)
    case 'textConstant':
      return createNode(chunk, { codes, levels: [expression.value] }, () => {})
    case 'fillText':
      return perLevel(compiler, compiler.text(expression.text), (level) => level, expression.value)
    case 'mapText': {
      const { other } = expression
      const to = new Map(expression.levels.map((level, index) => [level, expression.to[index] ?? level]))
      const otherwise = (level: string): string | null =>
        other === 'same' ? level : other === 'missing' ? null : other.level
      return perLevel(compiler, compiler.text(expression.text), (level) => to.get(level) ?? otherwise(level), null)
    }
    case 'case': {
      const isLower = expression.to === 'lower'
      return perLevel(
        compiler,
        compiler.text(expression.text),
        (level) => (isLower ? level.toLowerCase() : level.toUpperCase()),
        null,
      )
    }
    case 'textOfNumber': {
      const x = compiler.number(expression.x)
      const texts = new Dictionary()
      const known = new Map<number, number>()
      return createNode(chunk, { codes, levels: texts.levels }, (count) => {
        const values = x.read()
        for (let i = 0; i < count; i++) {
          const value = values[i] ?? NaN
          if (Number.isNaN(value)) {
            codes[i] = -1
            continue
          }
          let code = known.get(value)
          if (code === undefined) known.set(value, (code = texts.codeOf(String(value === 0 ? 0 : value))))
          codes[i] = code
        }
      })
    }
    case 'whereText': {
      const test = compiler.boolean(expression.test)
      return combined(compiler, [compiler.text(expression.yes), compiler.text(expression.no)], (levels, row) =>
        test.read()[row] === 1 ? (levels[0] ?? null) : (levels[1] ?? null),
      )
    }
    case 'concat':
      return combined(
        compiler,
        expression.texts.map((text) => compiler.text(text)),
        (levels) => (levels.includes(null) ? null : levels.join('')),
      )
    default:
      return assertNever(expression)
  }
}

function compileColumn({ chunk, source }: Compiling, column: string): TextNode {
  const codes = new Int32Array(chunkRows)
  const texts = source.texts(column)
  if (texts === null) {
    codes.fill(-1)
    return createNode(chunk, { codes, levels: [] }, () => {})
  }
  const { rows } = chunk
  return createNode(chunk, { codes, levels: texts.levels }, (count) => {
    const { from } = chunk
    if (rows === null) for (let i = 0; i < count; i++) codes[i] = texts.codes[from + i] ?? -1
    else for (let i = 0; i < count; i++) codes[i] = texts.codes[rows[from + i] ?? 0] ?? -1
  })
}

/** Texts that get a code when first met. */
class Dictionary {
  readonly levels: string[] = []
  readonly #codes = new Map<string, number>()

  codeOf(text: string): number {
    let code = this.#codes.get(text)
    if (code === undefined) {
      code = this.levels.push(text) - 1
      this.#codes.set(text, code)
    }
    return code
  }
}

/** Each level becomes another one, found once; null is missing. */
function perLevel(
  { chunk }: Compiling,
  text: TextNode,
  change: (level: string) => string | null,
  missing: string | null,
): TextNode {
  const made = new Dictionary()
  const map: number[] = []
  const codes = new Int32Array(chunkRows)
  const codeOf = (level: string | null): number => (level === null ? -1 : made.codeOf(level))
  let missingCode = -2
  return createNode(chunk, { codes, levels: made.levels }, (count) => {
    const source = text.read()
    for (let level = map.length; level < source.levels.length; level++) {
      map.push(codeOf(change(source.levels[level] ?? '')))
    }
    if (missingCode === -2) missingCode = codeOf(missing)
    for (let i = 0; i < count; i++) {
      const code = source.codes[i] ?? -1
      codes[i] = code < 0 ? missingCode : (map[code] ?? -1)
    }
  })
}

function combined(
  { chunk }: Compiling,
  texts: readonly TextNode[],
  combine: (levels: (string | null)[], row: number) => string | null,
): TextNode {
  const made = new Dictionary()
  const codes = new Int32Array(chunkRows)
  return createNode(chunk, { codes, levels: made.levels }, (count) => {
    const parts = texts.map((text) => text.read())
    for (let i = 0; i < count; i++) {
      const level = combine(
        parts.map(({ codes: own, levels }) => levels[own[i] ?? -1] ?? null),
        i,
      )
      codes[i] = level === null ? -1 : made.codeOf(level)
    }
  })
}
