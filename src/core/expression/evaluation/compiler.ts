import { remembered } from '../../remembered.ts'
import type { Source } from '../source.ts'
import type { BooleanExpression, NumberExpression, TextExpression } from '../types.ts'
import { compileBoolean } from './booleans.ts'
import type { BooleanNode, Chunk, ColumnsNode, NumberNode, TextNode, WordsNode } from './chunk.ts'
import type { Compiling } from './compiling.ts'
import { compileNumber } from './numbers.ts'
import { compileText } from './texts.ts'
import { compileWords } from './words.ts'

/** @param trainingRows see `Compiling` */
export function createCompiler(source: Source, chunk: Chunk, trainingRows: number | null): Compiling {
  const numbers = new Map<NumberExpression, NumberNode>()
  const texts = new Map<TextExpression, TextNode>()
  const booleans = new Map<BooleanExpression, BooleanNode>()
  const words = new Map<TextExpression, WordsNode>()
  const columns = new Map<object, ColumnsNode>()
  const compiler: Compiling = {
    chunk,
    source,
    trainingRows,
    number: (expression) => remembered(numbers, expression, () => compileNumber(compiler, expression)),
    text: (expression) => remembered(texts, expression, () => compileText(compiler, expression)),
    boolean: (expression) => remembered(booleans, expression, () => compileBoolean(compiler, expression)),
    columns: (key, make) => remembered(columns, key, make),
    words: (expression) => remembered(words, expression, () => compileWords(compiler, compiler.text(expression))),
  }
  return compiler
}
