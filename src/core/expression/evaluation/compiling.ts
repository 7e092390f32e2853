import type { Source } from '../source.ts'
import type { BooleanExpression, NumberExpression, TextExpression } from '../types.ts'
import type { BooleanNode, Chunk, ColumnsNode, NumberNode, TextNode, WordsNode } from './chunk.ts'

/** Turns expressions into nodes that share what they have in common. */
export interface Compiling {
  readonly chunk: Chunk
  readonly source: Source
  /** Number of the training rows that are prepared for training, all of them in their order; null for any other rows. */
  readonly trainingRows: number | null
  number(expression: NumberExpression): NumberNode
  text(expression: TextExpression): TextNode
  boolean(expression: BooleanExpression): BooleanNode
  /** Columns that several expressions have in common, by an object that these share. */
  columns(key: object, make: () => ColumnsNode): ColumnsNode
  words(expression: TextExpression): WordsNode
}
