import { assertNever } from '../../../shared/assertNever.ts'
import type { RawInput } from '../../../shared/recipes.ts'
import type {
  BooleanExpression,
  Expression,
  Interpolation,
  Lookup,
  NumberExpression,
  TextExpression,
} from '../../expression/types.ts'
import { ExpressionWriter, type LineKind } from '../program/expressionWriter.ts'
import { columnsOf, unsayable } from '../program/refusal.ts'
import { spellingsOf } from '../program/spellings.ts'
import { apply, field, guarded, holds, known, number, numberText, when } from './expressions.ts'
import { binaryPmml, float32Function, unaryPmml } from './functions.ts'
import { escaped, isWritable, tag } from './xml.ts'

/** What a number is as a text where no level is that number: no level is called so. */
const anotherNumber = 'another number'

const fieldTypes: Record<LineKind, { optype: string; dataType: string }> = {
  number: { optype: 'continuous', dataType: 'double' },
  text: { optype: 'categorical', dataType: 'string' },
  boolean: { optype: 'categorical', dataType: 'boolean' },
  row: { optype: 'continuous', dataType: 'double' },
  words: { optype: 'categorical', dataType: 'string' },
}

/** Writes expressions as derived fields, each after those it is made of. A missing value is one of PMML's. */
export class PmmlExpressions extends ExpressionWriter {
  readonly #inputs: ReadonlyMap<string, RawInput>
  /** What the names of derived fields begin with, so that none is a column's. */
  readonly #prefix: string
  readonly #filled = new Map<object, string[]>()
  /** Expressions that are fields of the file already. */
  readonly #given = new Map<Expression, string>()
  /** Levels that are numbers, which a number may be as a text. */
  readonly #numbers: ReadonlySet<string>

  /** @param expressions all that will be written */
  constructor(prefix: string, inputs: readonly RawInput[], expressions: readonly Expression[]) {
    super()
    this.#prefix = prefix
    this.#inputs = new Map(inputs.map((input) => [input.name, input]))
    this.#numbers = new Set(expressions.flatMap(levelsOf).filter((level) => String(Number(level)) === level))
    for (const expression of expressions) {
      if (expression.op === 'textColumn' && this.#inputs.get(expression.column)?.kind !== 'boolean') {
        this.given(expression, expression.column)
      }
      if (!usesText(expression)) continue
      const number = textsOf(expression).find(comesOfNumber)
      if (number !== undefined) throw refused('turns numbers to texts', number)
    }
  }

  /** The value of an expression that was written, or of a constant. */
  value(expression: Expression): string {
    if (expression.op === 'constant') return number(expression.value)
    return expression.op === 'textConstant' ? textValue(expression.value) : field(this.of(expression))
  }

  override add(expression: Expression): void {
    if (!isConstant(expression)) super.add(expression)
  }

  /** The field of an expression; of a constant one is made where a field is asked for. */
  override of(expression: Expression): string {
    const given = this.#given.get(expression)
    if (given !== undefined) return given
    if (isConstant(expression)) super.add(expression)
    return this.#named(super.of(expression))
  }

  override given(expression: Expression, name: string): void {
    super.given(expression, name)
    this.#given.set(expression, name)
  }

  protected literal(): null {
    return null
  }

  protected define(kind: LineKind, name: string, source: string): string {
    return tag('DerivedField', { name: this.#named(name), ...fieldTypes[kind] }, [source])
  }

  #named(name: string): string {
    return `${this.#prefix}${name}`
  }

  protected number(expression: NumberExpression): string {
    const value = (part: Expression): string => this.value(part)
    switch (expression.op) {
      case 'numberColumn': {
        const raw = field(expression.column)
        return expression.precision === 'float32' ? apply(float32Function, raw) : raw
      }
      case 'constant':
        return number(expression.value)
      case 'unary':
        return unaryPmml(expression.name, value(expression.x))
      case 'binary':
        return binaryPmml(expression.name, value(expression.x), value(expression.y))
      case 'where':
        return when(value(expression.test), value(expression.yes), value(expression.no))
      case 'chainedRegressions':
        return field(this.#chain(expression)[expression.target] ?? '')
      case 'nearestMean':
        throw refused('fills gaps from the nearest rows', expression)
      case 'interpolate':
        return interpolated(expression, this.of(expression.x))
      case 'bin':
        return expression.edges.length === 0
          ? when(known(value(expression.x)), number(0))
          : binned(this.of(expression.x), expression.edges)
      case 'lookup':
      case 'crossFittedLookup':
        return this.#lookup(expression)
      case 'textLength':
        throw refused('counts the characters of texts', expression)
      case 'textBucket':
        throw refused('hashes texts', expression)
      case 'wordCount':
        throw refused('counts words of texts', expression)
      default:
        return assertNever(expression)
    }
  }

  /** Gaps begin as 0, and each regression in turn gives that of its own target. */
  #chain({ xs, chain }: Extract<NumberExpression, { op: 'chainedRegressions' }>): string[] {
    const before = this.#filled.get(chain)
    if (before !== undefined) return before
    const given = xs.map((x) => this.value(x))
    const line = (key: object, source: string): string => this.#named(this.shared(key, 'row', () => source))
    const filled = given.map((x) => line({}, when(known(x), x, number(0))))
    for (const { target, offset, weights } of chain) {
      const terms = filled.map((name, k) => apply('*', field(name), number(weights[k] ?? 0)))
      const own = given[target] ?? number(NaN)
      filled[target] = line({}, when(known(own), own, apply('sum', number(offset), ...terms)))
    }
    this.#filled.set(chain, filled)
    return filled
  }

  #lookup({ text, levels, values, other, missing }: Pick<Lookup, 'text' | 'levels' | 'values' | 'other' | 'missing'>) {
    const pairs = levels.map((level, k): [string, string | null] => [level, textOrNull(values[k] ?? NaN)])
    if (pairs.length === 0) return when(known(this.value(text)), number(other), number(missing))
    return mapped(this.of(text), 'double', pairs, textOrNull(other), textOrNull(missing))
  }

  protected text(expression: TextExpression): string {
    const value = (part: Expression): string => this.value(part)
    switch (expression.op) {
      case 'textColumn':
        return this.#withLevels(expression.column, spellingsOf(this.#inputs.get(expression.column) ?? { levels: [] }))
      case 'textConstant':
        return textValue(expression.value)
      case 'fillText':
        return when(known(value(expression.text)), value(expression.text), textValue(expression.value))
      case 'mapText': {
        const { text, levels, to, other } = expression
        const pairs = levels.map((level, k): [string, string] => [level, to[k] ?? level])
        if (other === 'same') return this.#withLevels(this.of(text), pairs)
        if (pairs.length > 0)
          return mapped(this.of(text), 'string', pairs, other === 'missing' ? null : other.level, null)
        return other === 'missing' ? missingText : when(known(value(text)), textValue(other.level))
      }
      case 'textOfNumber':
        return this.#textOfNumber(this.of(expression.x))
      case 'whereText':
        return when(value(expression.test), value(expression.yes), value(expression.no))
      case 'concat': {
        const texts = expression.texts.map(value)
        return guarded(texts, apply('concat', ...texts))
      }
      case 'case': {
        const text = value(expression.text)
        return guarded([text], apply(expression.to === 'lower' ? 'lowercase' : 'uppercase', text))
      }
      default:
        return assertNever(expression)
    }
  }

  /** Levels become others, and any other text stays as it is. */
  #withLevels(name: string, pairs: readonly (readonly [string, string])[]): string {
    const changed = pairs.filter(([from, to]) => from !== to)
    if (changed.length === 0) return field(name)
    const chosen = this.#named(this.shared({}, 'words', () => mapped(name, 'string', changed, null, null)))
    return when(known(field(chosen)), field(chosen), field(name))
  }

  #textOfNumber(name: string): string {
    const bins = [...this.#numbers].map((level) => bin(level, 'closedClosed', Number(level), Number(level)))
    return tag('Discretize', { field: name, dataType: 'string', defaultValue: anotherNumber }, bins)
  }

  protected boolean(expression: BooleanExpression): string {
    const value = (part: Expression): string => this.value(part)
    switch (expression.op) {
      case 'isMissing':
        return apply('isMissing', value(expression.x))
      case 'isTextMissing':
        return apply('isMissing', value(expression.text))
      case 'compare':
        return holds(comparisons[expression.name], value(expression.x), value(expression.y))
      case 'textIs':
        return holds('equal', value(expression.text), textValue(expression.value))
      case 'sameText':
        return holds('equal', value(expression.x), value(expression.y))
      case 'not':
        return apply('not', value(expression.x))
      case 'and':
      case 'or':
        return apply(expression.op, value(expression.x), value(expression.y))
      default:
        return assertNever(expression)
    }
  }
}

function isConstant({ op }: Expression): boolean {
  return op === 'constant' || op === 'textConstant'
}

const comparisons = { less: 'lessThan', lessOrEqual: 'lessOrEqual', equal: 'equal' }

const missingText = tag('Constant', { dataType: 'string', missing: 'true' })

function refused(what: string, expression: Expression): Error {
  return unsayable('PMML', `its preparation ${what} (${columnsOf(expression)}), for which PMML 4.4 has no function`)
}

/** A text as XML can hold it. Errors: `unusable-input` where it cannot. */
export function writable(text: string): string {
  if (!isWritable(text)) {
    throw unsayable('PMML', `${JSON.stringify(text)} has characters that XML does not know`)
  }
  return text
}

function textValue(text: string): string {
  return tag('Constant', { dataType: 'string' }, [escaped(writable(text))])
}

function textOrNull(value: number): string | null {
  return Number.isNaN(value) ? null : numberText(value)
}

/** What stands beside a text in a table. What is null is missing. */
function mapped(
  name: string,
  dataType: 'double' | 'string',
  pairs: readonly (readonly [string, string | null])[],
  other: string | null,
  missing: string | null,
): string {
  const written = (text: string | null): string | null => (text === null ? null : writable(text))
  const rows = [...new Map(pairs)].flatMap(([from, to]) => {
    if (to === null) return []
    return [tag('row', {}, [tag('from', {}, [escaped(writable(from))]), tag('to', {}, [escaped(writable(to))])])]
  })
  const attributes = {
    outputColumn: 'to',
    dataType,
    defaultValue: written(other),
    mapMissingTo: written(missing),
  }
  return tag('MapValues', attributes, [
    tag('FieldColumnPair', { field: name, column: 'from' }),
    tag('InlineTable', {}, rows),
  ])
}

function bin(value: string, closure: string, left: number | null, right: number | null): string {
  const margin = (edge: number | null): string | null => (edge === null ? null : numberText(edge))
  const interval = tag('Interval', { closure, leftMargin: margin(left), rightMargin: margin(right) })
  return tag('DiscretizeBin', { binValue: value }, [interval])
}

/** How many of the edges are at most x. */
function binned(name: string, edges: readonly number[]): string {
  const bins = [...edges, null].map((edge, k) => bin(String(k), 'closedOpen', edges[k - 1] ?? null, edge))
  return tag('Discretize', { field: name, dataType: 'double' }, bins)
}

/** Linear between the points, constant beyond them: said beside the points, too, as evaluators differ there. */
export function interpolated({ xs, ys }: Pick<Interpolation, 'xs' | 'ys'>, name: string): string {
  const x = field(name)
  const [first, last] = [xs[0] ?? 0, xs.at(-1) ?? 0]
  const [low, high] = [number(ys[0] ?? NaN), number(ys.at(-1) ?? NaN)]
  if (xs.length === 1) return guarded([x], low)
  const points = xs.map((at, k) => tag('LinearNorm', { orig: numberText(at), norm: numberText(ys[k] ?? 0) }))
  const between = tag('NormContinuous', { field: name, outliers: 'asExtremeValues' }, points)
  const upper = when(apply('greaterOrEqual', x, number(last)), high, between)
  return guarded([x], when(apply('lessOrEqual', x, number(first)), low, upper))
}

/** The texts that an expression looks for. */
function levelsOf(expression: Expression): readonly string[] {
  switch (expression.op) {
    case 'lookup':
    case 'crossFittedLookup':
    case 'mapText':
      return expression.levels
    case 'textIs':
      return [expression.value]
    default:
      return []
  }
}

/** Whether an expression asks for more of a text than which level it is. */
function usesText({ op }: Expression): boolean {
  return op === 'concat' || op === 'sameText' || op === 'case'
}

function textsOf(expression: Expression): readonly Expression[] {
  switch (expression.op) {
    case 'concat':
      return expression.texts
    case 'sameText':
      return [expression.x, expression.y]
    case 'case':
      return [expression.text]
    default:
      return []
  }
}

/** Whether a text may be that of a number. */
function comesOfNumber(expression: Expression): boolean {
  switch (expression.op) {
    case 'textOfNumber':
      return true
    case 'fillText':
    case 'mapText':
    case 'case':
      return comesOfNumber(expression.text)
    case 'whereText':
      return comesOfNumber(expression.yes) || comesOfNumber(expression.no)
    case 'concat':
      return expression.texts.some(comesOfNumber)
    default:
      return false
  }
}
