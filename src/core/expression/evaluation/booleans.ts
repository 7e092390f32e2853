import { assertNever } from '../../../shared/assertNever.ts'
import type { BooleanExpression } from '../types.ts'
import { chunkRows, createNode, type BooleanNode, type TextNode } from './chunk.ts'
import type { Compiling } from './compiling.ts'

export function compileBoolean(compiler: Compiling, expression: BooleanExpression): BooleanNode {
  const out = new Uint8Array(chunkRows)
  const node = (update: (count: number) => void): BooleanNode => createNode(compiler.chunk, out, update)
  switch (expression.op) {
    case 'isMissing': {
      const x = compiler.number(expression.x)
      return node((count) => {
        const values = x.read()
        for (let i = 0; i < count; i++) out[i] = Number.isNaN(values[i]) ? 1 : 0
      })
    }
    case 'isTextMissing': {
      const text = compiler.text(expression.text)
      return node((count) => {
        const { codes } = text.read()
        for (let i = 0; i < count; i++) out[i] = (codes[i] ?? -1) < 0 ? 1 : 0
      })
    }
    case 'compare':
      return compileCompare(compiler, expression)
    case 'textIs': {
      const text = compiler.text(expression.text)
      return textTest(compiler, text, (level) => level === expression.value)
    }
    case 'sameText': {
      const x = compiler.text(expression.x)
      const y = compiler.text(expression.y)
      return node((count) => {
        const left = x.read()
        const right = y.read()
        for (let i = 0; i < count; i++) {
          const level = left.levels[left.codes[i] ?? -1]
          out[i] = level !== undefined && level === right.levels[right.codes[i] ?? -1] ? 1 : 0
        }
      })
    }
    case 'not': {
      const x = compiler.boolean(expression.x)
      return node((count) => {
        const values = x.read()
        for (let i = 0; i < count; i++) out[i] = values[i] === 1 ? 0 : 1
      })
    }
    case 'and':
    case 'or': {
      const x = compiler.boolean(expression.x)
      const y = compiler.boolean(expression.y)
      const isAnd = expression.op === 'and'
      return node((count) => {
        const left = x.read()
        const right = y.read()
        for (let i = 0; i < count; i++) {
          const [a, b] = [left[i] ?? 0, right[i] ?? 0]
          out[i] = isAnd ? a & b : a | b
        }
      })
    }
    default:
      return assertNever(expression)
  }
}

function compileCompare(
  compiler: Compiling,
  { name, x, y }: Extract<BooleanExpression, { op: 'compare' }>,
): BooleanNode {
  const left = compiler.number(x)
  const right = compiler.number(y)
  const out = new Uint8Array(chunkRows)
  return createNode(compiler.chunk, out, (count) => {
    const a = left.read()
    const b = right.read()
    switch (name) {
      case 'less':
        for (let i = 0; i < count; i++) out[i] = (a[i] ?? NaN) < (b[i] ?? NaN) ? 1 : 0
        break
      case 'lessOrEqual':
        for (let i = 0; i < count; i++) out[i] = (a[i] ?? NaN) <= (b[i] ?? NaN) ? 1 : 0
        break
      case 'equal':
        for (let i = 0; i < count; i++) out[i] = (a[i] ?? NaN) === (b[i] ?? NaN) ? 1 : 0
        break
      default:
        assertNever(name)
    }
  })
}

function textTest({ chunk }: Compiling, text: TextNode, test: (level: string) => boolean): BooleanNode {
  const out = new Uint8Array(chunkRows)
  const known: number[] = []
  return createNode(chunk, out, (count) => {
    const { codes, levels } = text.read()
    for (let level = known.length; level < levels.length; level++) known.push(test(levels[level] ?? '') ? 1 : 0)
    for (let i = 0; i < count; i++) out[i] = known[codes[i] ?? -1] ?? 0
  })
}
