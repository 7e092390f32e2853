import type { FittedRecipe, RawInput } from '../../../shared/recipes.ts'
import { childrenOf } from '../../expression/children.ts'
import type { BooleanExpression, Expression, NumberExpression } from '../../expression/types.ts'
import type { EngineSpec } from '../../network/engine.ts'
import { matrixColumns, type MatrixColumn } from '../../recipe/matrixColumns.ts'
import { networkOutput, untransformed } from '../../recipe/targetTransform.ts'
import { rowsLeftOut } from '../../recipe/transform.ts'
import { networkProgram, type NetworkProgram } from './network.ts'

/**
 * A trained model as what is to be done with one row: what every language is written from.
 *
 * 1. Each expression is worked out; a row in which `leftOut` is true has no prediction.
 * 2. The matrix' columns are rounded to float32; a row with one that is not finite has no prediction.
 * 3. The network is run.
 * 4. Its outputs become a prediction as the target says (`decodePredictions`).
 */
export interface Program {
  inputs: readonly RawInput[]
  /** Every expression after all those it is made of, each once. */
  expressions: readonly Expression[]
  leftOut: BooleanExpression | null
  matrix: readonly MatrixColumn[]
  network: NetworkProgram
  target: FittedRecipe['target']
  /** Of a transformed target: what a number is of `networkOutput`, the scaled output of the network. Else null. */
  untransformed: NumberExpression | null
}

/** Throws a RangeError if the weights do not fit the layers. */
export function programOf(model: { fitted: FittedRecipe; spec: EngineSpec; weights: Float32Array }): Program {
  const { fitted, spec, weights } = model
  const { rawInputs, target } = fitted
  const matrix = matrixColumns(fitted)
  const leftOut = rowsLeftOut(fitted)
  const transform = target.task === 'regression' ? target.transform : undefined
  return {
    inputs: rawInputs,
    expressions: inOrder([...(leftOut === null ? [] : [leftOut]), ...matrix.map(expressionOf)]),
    leftOut,
    matrix,
    network: networkProgram(spec, weights),
    target,
    untransformed: transform === undefined ? null : untransformed(transform, networkOutput),
  }
}

/** The number that a column of the matrix is, or hangs on. */
export function expressionOf(column: MatrixColumn): NumberExpression {
  switch (column.kind) {
    case 'number':
      return column.value
    case 'indicator':
      return column.indicator.index
    case 'index':
      return column.index
  }
}

/** The expressions and all that they are made of, each after its parts and once. */
export function inOrder(expressions: readonly Expression[]): Expression[] {
  const ordered = new Set<Expression>()
  const visit = (expression: Expression): void => {
    if (ordered.has(expression)) return
    for (const child of childrenOf(expression)) visit(child)
    ordered.add(expression)
  }
  for (const expression of expressions) visit(expression)
  return [...ordered]
}
