import { DescentError } from '../../../../shared/errors.ts'
import type { RawInput } from '../../../../shared/recipes.ts'
import type { BooleanExpression, NumberExpression, TextExpression } from '../../../expression/types.ts'
import type { WordCounts } from '../characters/words.ts'
import type { GraphBuilder } from '../graph.ts'
import type { OnnxInput } from '../schema.ts'

/** A raw column as the graph gets it. */
export interface RawColumn {
  raw: RawInput
  input: OnnxInput
}

/** A text as far as a graph can tell: which of some levels it is. */
export interface TextValue {
  /** bool [N, levels], true at most once a row, never where the text is missing; there is at least one level. */
  matches: (levels: readonly string[]) => string
  /** bool [N, 1] */
  missing: string
}

/** Translates expressions to operators; what several expressions share is computed once. */
export interface Emitting {
  readonly graph: GraphBuilder
  /** double [N, 1], or [] for a constant; NaN is missing. */
  number(expression: NumberExpression): string
  text(expression: TextExpression): TextValue
  /** bool [N, 1] */
  boolean(expression: BooleanExpression): string
  /** What is computed once for several expressions that have this object in common. */
  once(key: object, make: () => string): string
  column(name: string): RawColumn
  /** int64 [N, L]; see `emitCharacters`. */
  characters(expression: TextExpression): string
  /** int64 [N, 1] */
  identity(expression: TextExpression): string
  words(expression: TextExpression): WordCounts
}

/** For an operation that ONNX has no operators for. */
export function notInOnnx(what: string): DescentError {
  return new DescentError('unusable-input', `ONNX has no operators for ${what}.`, {
    hint: 'Switch the step off and train again, or predict with Descent.',
  })
}
