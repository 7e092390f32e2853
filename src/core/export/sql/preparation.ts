import { isBoolean, isText } from '../../expression/kinds.ts'
import { assertNever } from '../../../shared/assertNever.ts'
import type { RawInput } from '../../../shared/recipes.ts'
import { childrenOf } from '../../expression/children.ts'
import type {
  BooleanExpression,
  ChainedRegressions,
  Expression,
  Interpolation,
  Lookup,
  NumberExpression,
  TextExpression,
} from '../../expression/types.ts'
import { columnsOf, unsayable } from '../program/refusal.ts'
import { spellingsOf } from '../program/spellings.ts'
import type { Dialect } from './dialects.ts'
import { binarySql, unarySql } from './functions.ts'
import { identifier, numberLiteral, real, textLiteral, weightedSum } from './literals.ts'
import type { Stages, Value } from './stages.ts'

const comparisons = { less: '<', lessOrEqual: '<=', equal: '=' } as const

/** Writes expressions as columns of stages, each after those it is made of. What is missing is NULL. */
export class SqlExpressions {
  readonly #dialect: Dialect
  readonly #stages: Stages
  readonly #inputs: ReadonlyMap<string, RawInput>
  readonly #values = new Map<Expression, Value>()
  /** What chained regressions made of their columns, by the chain. */
  readonly #filled = new Map<object, Value[]>()

  /** Levels that are numbers which databases spell in ways of their own. */
  readonly #spelled = new Set<string>()

  /** @param expressions all that will be written */
  constructor(dialect: Dialect, stages: Stages, inputs: readonly RawInput[], expressions: readonly Expression[]) {
    this.#dialect = dialect
    this.#stages = stages
    this.#inputs = new Map(inputs.map((input) => [input.name, input]))
    for (const level of expressions.flatMap(levelsOf)) if (hasExponent(level)) this.#spelled.add(level)
  }

  of(expression: Expression): Value {
    const value = this.#values.get(expression)
    if (value === undefined) throw new Error(`An expression (${expression.op}) is used before it is written.`)
    return value
  }

  /** Says that the expression is what is there already. */
  given(expression: Expression, value: Value): void {
    this.#values.set(expression, value)
  }

  add(expression: Expression): void {
    if (!this.#values.has(expression)) this.#values.set(expression, this.#written(expression))
  }

  #written(expression: Expression): Value {
    if (expression.op === 'constant') {
      return { sql: numberLiteral(expression.value, this.#dialect.infinity), stage: 0, isColumn: false }
    }
    if (expression.op === 'chainedRegressions') return this.#chain(expression)
    const source = this.#source(expression)
    return this.#stages.column(
      source,
      childrenOf(expression).map((child) => this.of(child)),
    )
  }

  #source(expression: Exclude<Expression, ChainedRegressions>): string {
    if (isText(expression)) return this.#text(expression)
    return isBoolean(expression) ? this.#boolean(expression) : this.#number(expression)
  }

  #number(expression: Exclude<NumberExpression, ChainedRegressions>): string {
    const sql = (part: Expression): string => this.of(part).sql
    switch (expression.op) {
      case 'numberColumn': {
        const column = identifier(expression.column)
        const raw = real(expression.kind === 'date' ? this.#dialect.days(column) : this.#dialect.number(column))
        return expression.precision === 'float32' ? toFloat32(raw) : `CASE WHEN ${isFinite(raw)} THEN ${raw} END`
      }
      case 'constant':
        return numberLiteral(expression.value, this.#dialect.infinity)
      case 'unary':
        return real(unarySql(this.#dialect, expression.name, sql(expression.x)))
      case 'binary':
        return real(
          binarySql(this.#dialect, expression.name, sql(expression.x), negativeInParentheses(sql(expression.y))),
        )
      case 'where':
        return real(`CASE WHEN ${sql(expression.test)} THEN ${sql(expression.yes)} ELSE ${sql(expression.no)} END`)
      case 'nearestMean':
        throw this.#unsayable('fills gaps from the nearest rows', expression)
      case 'interpolate':
        return real(interpolated(expression, sql(expression.x)))
      case 'bin': {
        const steps = expression.edges.map(
          (edge, k) => `WHEN ${sql(expression.x)} < ${numberLiteral(edge, '')} THEN ${k}`,
        )
        return real(`CASE ${steps.join(' ')} WHEN ${sql(expression.x)} IS NOT NULL THEN ${expression.edges.length} END`)
      }
      case 'lookup':
      case 'crossFittedLookup':
        return this.#lookup(expression)
      case 'textLength':
        return real(`length(${sql(expression.text)})`)
      case 'textBucket':
        throw this.#unsayable('hashes texts', expression)
      case 'wordCount':
        throw this.#unsayable('counts words of texts', expression)
      default:
        return assertNever(expression)
    }
  }

  #unsayable(what: string, expression: Expression): Error {
    return unsayable('SQL', `its preparation ${what} (${columnsOf(expression)}), for which SQL has no function`)
  }

  /** Gaps begin as 0, and each regression in turn gives that of its own target. */
  #chain({ xs, chain, target }: ChainedRegressions): Value {
    let filled = this.#filled.get(chain)
    if (filled === undefined) {
      const given = xs.map((x) => this.of(x))
      filled = given.map((x) => this.#stages.column(real(`coalesce(${x.sql}, 0.0)`), [x]))
      for (const { target: at, offset, weights } of chain) {
        const known = given[at]
        if (known === undefined) continue
        const names = filled.map(({ sql }) => sql)
        const source = `CASE WHEN ${known.sql} IS NULL THEN ${weightedSum(names, weights, offset)} ELSE ${known.sql} END`
        filled[at] = this.#stages.column(real(source), [known, ...filled])
      }
      this.#filled.set(chain, filled)
    }
    const value = filled[target]
    if (value === undefined) throw new RangeError('A chain has no such column.')
    return value
  }

  #lookup({ text, levels, values, other, missing }: Pick<Lookup, 'text' | 'levels' | 'values' | 'other' | 'missing'>) {
    const { infinity } = this.#dialect
    const name = this.of(text).sql
    const rest = numberLiteral(other, infinity)
    const cases = levels.map(
      (level, k) => `WHEN ${textLiteral(level)} THEN ${numberLiteral(values[k] ?? NaN, infinity)}`,
    )
    const known = cases.length === 0 ? rest : `CASE ${name} ${cases.join(' ')} ELSE ${rest} END`
    return real(`CASE WHEN ${name} IS NULL THEN ${numberLiteral(missing, infinity)} ELSE ${known} END`)
  }

  #text(expression: TextExpression): string {
    const sql = (part: Expression): string => this.of(part).sql
    switch (expression.op) {
      case 'textColumn':
        return this.#rawText(expression.column)
      case 'textConstant':
        return textLiteral(expression.value)
      case 'fillText':
        return `coalesce(${sql(expression.text)}, ${textLiteral(expression.value)})`
      case 'mapText': {
        const { levels, to, other } = expression
        const text = sql(expression.text)
        const otherwise = other === 'same' ? text : other === 'missing' ? 'NULL' : textLiteral(other.level)
        return mapped(
          text,
          levels.map((level, k) => [level, to[k] ?? level]),
          otherwise,
        )
      }
      case 'textOfNumber': {
        const x = sql(expression.x)
        const whole = `CAST(CAST(${x} AS bigint) AS text)`
        const spelled = [...this.#spelled].map((level) => `WHEN ${x} = ${level} THEN ${textLiteral(level)}`).join(' ')
        return `CASE ${spelled} WHEN ${x} = floor(${x}) AND abs(${x}) < 1e15 THEN ${whole} WHEN ${x} IS NOT NULL THEN ${this.#dialect.digits(x)} END`
      }
      case 'whereText':
        return `CASE WHEN ${sql(expression.test)} THEN ${sql(expression.yes)} ELSE ${sql(expression.no)} END`
      case 'concat':
        return expression.texts.map(sql).join(' || ')
      case 'case':
        throw this.#unsayable('changes capitals of texts', expression)
      default:
        return assertNever(expression)
    }
  }

  #rawText(column: string): string {
    const raw = this.#inputs.get(column)
    const text = `CAST(${identifier(column)} AS text)`
    const missing = ['', ...(raw?.missingMarkers ?? [])].map(textLiteral).join(', ')
    const known = raw?.kind === 'boolean' ? mapped(text, spellingsOf(raw), text) : text
    return `CASE WHEN ${text} NOT IN (${missing}) THEN ${known} END`
  }

  #boolean(expression: BooleanExpression): string {
    const sql = (part: Expression): string => this.of(part).sql
    switch (expression.op) {
      case 'isMissing':
        return `${sql(expression.x)} IS NULL`
      case 'isTextMissing':
        return `${sql(expression.text)} IS NULL`
      case 'compare':
        return `(${sql(expression.x)} ${comparisons[expression.name]} ${sql(expression.y)}) IS TRUE`
      case 'textIs':
        return `(${sql(expression.text)} = ${textLiteral(expression.value)}) IS TRUE`
      case 'sameText':
        return `(${sql(expression.x)} = ${sql(expression.y)}) IS TRUE`
      case 'not':
        return `NOT ${sql(expression.x)}`
      case 'and':
        return `${sql(expression.x)} AND ${sql(expression.y)}`
      case 'or':
        return `${sql(expression.x)} OR ${sql(expression.y)}`
      default:
        return assertNever(expression)
    }
  }
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

function hasExponent(text: string): boolean {
  return text.includes('e') && String(Number(text)) === text
}

function mapped(text: string, pairs: readonly (readonly [string, string])[], otherwise: string): string {
  const cases = pairs.map(([from, to]) => `WHEN ${textLiteral(from)} THEN ${textLiteral(to)}`)
  const known = cases.length === 0 ? otherwise : `CASE ${text} ${cases.join(' ')} ELSE ${otherwise} END`
  return `CASE WHEN ${text} IS NOT NULL THEN ${known} END`
}

/** Linear between the points, constant beyond them. */
function interpolated({ xs, ys }: Interpolation, x: string): string {
  const number = (value: number | undefined): string => negativeInParentheses(numberLiteral(value ?? NaN, ''))
  const steps = xs.map((at, k) => {
    const [left, from, to] = [xs[k - 1], ys[k - 1], ys[k]]
    const way = (to ?? 0) - (from ?? 0)
    const between = `${number(from)} + ${number(way)} * ((${x} - ${number(left)}) / ${number(at - (left ?? 0))})`
    return `WHEN ${x} < ${number(at)} THEN ${k === 0 ? number(ys[0]) : between}`
  })
  return `CASE ${steps.join(' ')} WHEN ${x} IS NOT NULL THEN ${number(ys.at(-1))} END`
}

/** Two minus signs in a row begin a comment. */
function negativeInParentheses(sql: string): string {
  return sql.startsWith('-') ? `(${sql})` : sql
}

export function isFinite(x: string): string {
  return `abs(${x}) <= 1.7976931348623157e308`
}

/**
 * Rounded to float32, NULL beyond and 0 where it is too small: of a float64 x the product with 2²⁹ + 1 leaves 24 bits (Veltkamp's
 * splitting; Dekker, 1971, doi:10.1007/BF01397083).
 */
export function toFloat32(x: string): string {
  const product = `${x} * 536870913.0`
  const rounded = `WHEN abs(${x}) < 3.4028235677973366e38 THEN ${product} - (${product} - ${x})`
  return `CASE WHEN abs(${x}) < 1.1754943508222875e-38 THEN 0.0 ${rounded} END`
}
