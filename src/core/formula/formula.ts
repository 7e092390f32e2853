import type { ColumnKind } from '../../shared/datasets.ts'
import { depthOf } from '../expression/children.ts'
import type { Expression, TextExpression } from '../expression/types.ts'
import { constant, less } from '../expression/build.ts'
import { truthOf } from './booleans.ts'
import { compile, type FormulaColumns } from './compile.ts'
import { parseFormula } from './parse.ts'
import { FormulaError, type FormulaProblem, type Span } from './problem.ts'
import { columnsOf } from './tree.ts'
import {
  compare,
  finite,
  isFalse,
  isNumeric,
  typeNames,
  type BooleanValue,
  type FormulaValue,
  type MissingValue,
} from './values.ts'

/** Of the expression of a formula, those of the formulas it reads from included: what walks it does so recursively. */
const maxExpressionDepth = 500

export interface ReadFormula {
  value: Exclude<FormulaValue, MissingValue>
  /** The columns it names, in the order they are met. */
  columns: string[]
}

/**
 * What a formula is of a row's values, or why it cannot be used: it does not parse, names a column or a function that
 * is not there, gives an argument of the wrong type, or reads no column at all.
 */
export function readFormula(source: string, columns: FormulaColumns): ReadFormula | FormulaProblem {
  return attempt(() => read(source, columns))
}

/** As `readFormula`, for a formula that must be a condition. */
export function readCondition(
  source: string,
  columns: FormulaColumns,
): { value: BooleanValue; columns: string[] } | FormulaProblem {
  return attempt(() => {
    const { value, columns: names } = read(source, columns)
    if (value.type === 'boolean') return { value, columns: names }
    throw new FormulaError(
      `The formula gives ${typeNames[value.type]}, and a filter needs a condition, such as age >= 18.`,
      whole(source),
    )
  })
}

/** The columns that a formula names; none where it does not parse. */
export function columnsNamed(source: string): string[] {
  const found = attempt(() => columnsOf(parseFormula(source)))
  return 'message' in found ? [] : found
}

export function isFormulaProblem(found: object): found is FormulaProblem {
  return 'message' in found
}

/** A raw column as formulas see it. Numbers and dates are read with all digits. */
export function valueOfColumn({ name, kind }: { name: string; kind: ColumnKind }): ReadFormula['value'] {
  switch (kind) {
    case 'number':
    case 'date':
      return { type: kind, x: { op: 'numberColumn', column: name, kind, precision: 'float64' }, overflows: false }
    case 'category':
    case 'text':
      return { type: 'text', text: { op: 'textColumn', column: name } }
    case 'boolean':
      return conditionOfText({ op: 'textColumn', column: name })
  }
}

/** True and false by the words that the readers know; missing of any other text. */
function conditionOfText(text: TextExpression): BooleanValue {
  const truth = truthOf(text)
  return {
    type: 'boolean',
    // In a graph a boolean's word matches each of its spellings, and their numbers are added.
    isTrue: less(constant(0), truth),
    isFalse: compare('equal', truth, constant(0)),
    text,
  }
}

function read(source: string, columns: FormulaColumns): ReadFormula {
  const tree = parseFormula(source)
  const value = compile(tree, columns, source)
  if (value.type === 'missing') throw new FormulaError('The formula is missing in every row.', whole(source))
  const names = columnsOf(tree)
  if (names.length === 0) {
    throw new FormulaError('The formula names no column, so that it is the same in every row.', whole(source))
  }
  const final = isNumeric(value) ? { ...value, x: finite(value), overflows: false } : value
  if (depthOf(partsOf(final)) > maxExpressionDepth) {
    throw new FormulaError('The formula builds on too many others; compute it from fewer steps.', whole(source))
  }
  return { value: final, columns: names }
}

function attempt<T extends object>(work: () => T): T | FormulaProblem {
  try {
    return work()
  } catch (error) {
    if (error instanceof FormulaError) return error.problem
    throw error
  }
}

function whole(source: string): Span {
  return { start: 0, end: source.length }
}

function partsOf(value: ReadFormula['value']): Expression[] {
  switch (value.type) {
    case 'number':
    case 'date':
      return [value.x]
    case 'text':
      return [value.text]
    case 'boolean':
      return [value.isTrue, isFalse(value)]
  }
}
