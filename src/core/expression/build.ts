import type {
  BinaryName,
  BooleanExpression,
  NumberColumn,
  NumberExpression,
  TextExpression,
  UnaryName,
} from './types.ts'

/** Short names for the nodes that steps are made of. */
export function constant(value: number): NumberExpression {
  return { op: 'constant', value }
}

export function unary(name: UnaryName, x: NumberExpression): NumberExpression {
  return { op: 'unary', name, x }
}

export function binary(name: BinaryName, x: NumberExpression, y: NumberExpression): NumberExpression {
  return { op: 'binary', name, x, y }
}

export function where(test: BooleanExpression, yes: NumberExpression, no: NumberExpression): NumberExpression {
  return { op: 'where', test, yes, no }
}

export function isMissing(x: NumberExpression): BooleanExpression {
  return { op: 'isMissing', x }
}

export function less(x: NumberExpression, y: NumberExpression): BooleanExpression {
  return { op: 'compare', name: 'less', x, y }
}

/** (x - offset) * factor */
export function scaled(x: NumberExpression, offset: number, factor: number): NumberExpression {
  return binary('multiply', binary('subtract', x, constant(offset)), constant(factor))
}

/** `value` where x is missing. */
export function filled(x: NumberExpression, value: number): NumberExpression {
  return where(isMissing(x), constant(value), x)
}

export function numberColumn(
  column: string,
  kind: NumberColumn['kind'],
  precision: NumberColumn['precision'],
): NumberColumn {
  return { op: 'numberColumn', column, kind, precision }
}

export function textColumn(column: string): TextExpression {
  return { op: 'textColumn', column }
}
