import { chunkRows, type BooleanNode, type Chunk, type NumberNode, type TextNode } from './evaluation/chunk.ts'
import { createCompiler } from './evaluation/compiler.ts'
import type { Source, Texts } from './source.ts'
import type { BooleanExpression, NumberExpression, TextExpression } from './types.ts'

/** Rows of a source, worked out chunk by chunk: whatever the rows, the memory is that of one chunk. */
export interface Evaluation {
  number(expression: NumberExpression): NumberNode
  text(expression: TextExpression): TextNode
  boolean(expression: BooleanExpression): BooleanNode
  /** Calls `each` for every chunk in order; nodes read within it give that chunk's results. */
  run(each: (from: number, count: number) => void): void
}

export interface EvaluationOptions {
  /** The rows are all training rows in their order, prepared to be trained on: cross-fitted numbers are of their fold. */
  forTraining?: boolean
}

/** @param rows row numbers of the source in the order asked for; or how many rows, all of them as they stand */
export function createEvaluation(
  source: Source,
  rows: Uint32Array | number,
  { forTraining = false }: EvaluationOptions = {},
): Evaluation {
  const total = typeof rows === 'number' ? rows : rows.length
  const chunk: Chunk = { serial: 0, from: 0, count: 0, rows: typeof rows === 'number' ? null : rows }
  const compiler = createCompiler(source, chunk, forTraining ? total : null)
  return {
    number: (expression) => compiler.number(expression),
    text: (expression) => compiler.text(expression),
    boolean: (expression) => compiler.boolean(expression),
    run: (each) => {
      for (let from = 0; from < total; from += chunkRows) {
        chunk.serial++
        chunk.from = from
        chunk.count = Math.min(chunkRows, total - from)
        each(from, chunk.count)
      }
    },
  }
}

/** The expression's value in each of the rows; see `createEvaluation`. */
export function evaluateNumber(
  source: Source,
  rows: Uint32Array | number,
  expression: NumberExpression,
  options?: EvaluationOptions,
): Float64Array<ArrayBuffer> {
  const values = new Float64Array(typeof rows === 'number' ? rows : rows.length)
  const evaluation = createEvaluation(source, rows, options)
  const node = evaluation.number(expression)
  evaluation.run((from, count) => values.set(node.read().subarray(0, count), from))
  return values
}

/** The expression's text in each of the rows. */
export function evaluateText(source: Source, rows: Uint32Array | number, expression: TextExpression): Texts {
  const codes = new Int32Array(typeof rows === 'number' ? rows : rows.length)
  const evaluation = createEvaluation(source, rows)
  const node = evaluation.text(expression)
  let levels: readonly string[] = []
  evaluation.run((from, count) => {
    const chunk = node.read()
    codes.set(chunk.codes.subarray(0, count), from)
    levels = chunk.levels
  })
  return { codes, levels }
}

/** 1 in each of the rows where the expression holds, else 0. */
export function evaluateBoolean(
  source: Source,
  rows: Uint32Array | number,
  expression: BooleanExpression,
): Uint8Array<ArrayBuffer> {
  const flags = new Uint8Array(typeof rows === 'number' ? rows : rows.length)
  const evaluation = createEvaluation(source, rows)
  const node = evaluation.boolean(expression)
  evaluation.run((from, count) => flags.set(node.read().subarray(0, count), from))
  return flags
}
