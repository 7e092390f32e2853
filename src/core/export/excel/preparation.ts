import { isBoolean, isText } from '../../expression/kinds.ts'
import { assertNever } from '../../../shared/assertNever.ts'
import type { RawInput } from '../../../shared/recipes.ts'
import type {
  BinaryName,
  BooleanExpression,
  Expression,
  Interpolation,
  Lookup,
  NumberExpression,
  TextExpression,
  UnaryName,
} from '../../expression/types.ts'
import { columnsOf, unsayable } from '../program/refusal.ts'
import { spellingsOf } from '../program/spellings.ts'
import { numberFormula, textFormula, type ConstantSheet, type RecordSheet } from './grids.ts'

/** Days from the first of a spreadsheet's dates to 1970-01-01. */
export const daysTo1970 = 25_569
/** Characters of a text in a formula. */
const longestText = 255

/** Where expressions are written. */
export interface PreparationSheets {
  sheet: RecordSheet
  tables: ConstantSheet
  /** Where the person's value of a raw column stands. */
  rawCell(column: string): string
}

/** Writes expressions as columns of a sheet, each after those it is made of. What is missing is an error (#N/A). */
export class ExcelExpressions {
  readonly #sheets: PreparationSheets
  readonly #inputs: ReadonlyMap<string, RawInput>
  readonly #cells = new Map<Expression, string>()
  readonly #filled = new Map<object, string[]>()
  /** Levels that are numbers, which a cell may show with fewer digits. */
  readonly #numbers = new Set<string>()

  /** @param expressions all that will be written */
  constructor(sheets: PreparationSheets, inputs: readonly RawInput[], expressions: readonly Expression[]) {
    this.#sheets = sheets
    this.#inputs = new Map(inputs.map((input) => [input.name, input]))
    for (const expression of expressions) {
      const levels = 'levels' in expression ? expression.levels : expression.op === 'textIs' ? [expression.value] : []
      for (const level of levels) if (String(Number(level)) === level) this.#numbers.add(level)
    }
  }

  of(expression: Expression): string {
    const cell = this.#cells.get(expression)
    if (cell === undefined) throw new Error(`An expression (${expression.op}) is used before it is written.`)
    return cell
  }

  given(expression: Expression, cell: string): void {
    this.#cells.set(expression, cell)
  }

  add(expression: Expression): void {
    if (this.#cells.has(expression)) return
    const cell =
      expression.op === 'constant'
        ? numberFormula(expression.value)
        : this.#sheets.sheet.add(expression.op, this.#formula(expression))
    this.#cells.set(expression, cell)
  }

  #formula(expression: Expression): string {
    if (isText(expression)) return this.#text(expression)
    return isBoolean(expression) ? this.#boolean(expression) : this.#number(expression)
  }

  #number(expression: NumberExpression): string {
    const { tables, rawCell } = this.#sheets
    switch (expression.op) {
      case 'numberColumn': {
        const raw = rawCell(expression.column)
        const value = expression.kind === 'date' ? `(${raw}-${daysTo1970})` : raw
        const read = expression.precision === 'float32' ? rounded(value) : value
        return `IF(ISNUMBER(${raw}),${read},NA())`
      }
      case 'constant':
        return numberFormula(expression.value)
      case 'unary':
        return unaryFormula(expression.name, this.of(expression.x))
      case 'binary':
        return binaryFormula(expression.name, this.of(expression.x), this.of(expression.y))
      case 'where':
        return `IF(${this.of(expression.test)},${this.of(expression.yes)},${this.of(expression.no)})`
      case 'chainedRegressions': {
        const filled = this.#chain(expression)
        return filled[expression.target] ?? 'NA()'
      }
      case 'nearestMean':
        throw this.#unsayable('fills gaps from the nearest rows', expression)
      case 'interpolate':
        return interpolated(expression, this.of(expression.x), tables)
      case 'bin': {
        if (expression.edges.length === 0) return `${this.of(expression.x)}*0`
        return `SUMPRODUCT(--(${tables.addColumn(expression.edges)}<=${this.of(expression.x)}))`
      }
      case 'lookup':
      case 'crossFittedLookup':
        return this.#lookup(expression)
      case 'textLength':
        return `LEN(${this.of(expression.text)})`
      case 'textBucket':
        throw this.#unsayable('hashes texts', expression)
      case 'wordCount':
        throw this.#unsayable('counts words of texts', expression)
      default:
        return assertNever(expression)
    }
  }

  #unsayable(what: string, expression: Expression): Error {
    return unsayable('Excel', `its preparation ${what} (${columnsOf(expression)}), for which formulas have no function`)
  }

  /** Gaps begin as 0, and each regression in turn gives that of its own target. */
  #chain({ xs, chain }: Extract<NumberExpression, { op: 'chainedRegressions' }>): string[] {
    const known = this.#filled.get(chain)
    if (known !== undefined) return known
    const { sheet } = this.#sheets
    const given = xs.map((x) => this.of(x))
    const filled = given.map((x) => sheet.add('filled', `IFERROR(${x},0)`))
    for (const { target, offset, weights } of chain) {
      const terms = filled.map((cell, k) => `${cell}*${numberFormula(weights[k] ?? 0)}`)
      const sum = [numberFormula(offset), ...terms].join('+')
      filled[target] = sheet.add('filled', `IF(ISERROR(${given[target] ?? 'NA()'}),${sum},${given[target] ?? 'NA()'})`)
    }
    this.#filled.set(chain, filled)
    return filled
  }

  /** The place of a text among others, 0 where it is none of them; capitals count. */
  #place(text: string, levels: readonly string[]): string {
    const places = levels.map((_, k) => k + 1)
    const { tables } = this.#sheets
    return `SUMPRODUCT(EXACT(${text},${tables.addColumn(levels)})*${tables.addColumn(places)})`
  }

  /** What stands at the text's place, or something else. */
  #chosen(text: string, levels: readonly string[], values: readonly (number | string)[], other: string): string {
    if (levels.length === 0) return `IF(ISERROR(${text}),NA(),${other})`
    const place = this.#sheets.sheet.add('place', this.#place(text, levels))
    return `IF(${place}=0,${other},INDEX(${this.#sheets.tables.addColumn(values)},${place}))`
  }

  #lookup({ text, levels, values, other, missing }: Pick<Lookup, 'text' | 'levels' | 'values' | 'other' | 'missing'>) {
    const cell = this.of(text)
    const known = [...new Map(levels.map((level, k) => [level, values[k] ?? NaN]))]
    const chosen = this.#chosen(
      cell,
      known.map(([level]) => level),
      known.map(([, value]) => value),
      numberFormula(other),
    )
    return `IF(ISERROR(${cell}),${numberFormula(missing)},${chosen})`
  }

  #text(expression: TextExpression): string {
    switch (expression.op) {
      case 'textColumn':
        return this.#rawText(expression.column)
      case 'textConstant':
        return this.#textFormula(expression.value)
      case 'fillText':
        return `IFERROR(${this.of(expression.text)},${this.#textFormula(expression.value)})`
      case 'mapText': {
        const { levels, to, other } = expression
        const text = this.of(expression.text)
        const otherwise = other === 'same' ? text : other === 'missing' ? 'NA()' : this.#textFormula(other.level)
        const known = [...new Map(levels.map((level, k) => [level, to[k] ?? level]))]
        return this.#chosen(
          text,
          known.map(([level]) => level),
          known.map(([, level]) => level),
          otherwise,
        )
      }
      case 'textOfNumber': {
        const x = this.of(expression.x)
        if (this.#numbers.size === 0) return `${x}&""`
        const { tables } = this.#sheets
        const levels = [...this.#numbers]
        const place = `MATCH(${x},${tables.addColumn(levels.map(Number))},0)`
        return `IF(ISERROR(${x}),NA(),IFERROR(INDEX(${tables.addColumn(levels)},${place}),${x}&""))`
      }
      case 'whereText':
        return `IF(${this.of(expression.test)},${this.of(expression.yes)},${this.of(expression.no)})`
      case 'concat':
        return `""&${expression.texts.map((text) => this.of(text)).join('&')}`
      case 'case':
        throw this.#unsayable('changes capitals of texts', expression)
      default:
        return assertNever(expression)
    }
  }

  #textFormula(text: string): string {
    return text.length <= longestText ? textFormula(text) : this.#sheets.tables.addColumn([text])
  }

  #rawText(column: string): string {
    const raw = this.#inputs.get(column)
    const text = this.#sheets.sheet.add('text', `${this.#sheets.rawCell(column)}&""`)
    const markers = [...new Set(raw?.missingMarkers ?? [])].filter((marker) => marker !== '')
    const isMissing = [`${text}=""`, ...(markers.length === 0 ? [] : [`${this.#place(text, markers)}>0`])]
    const missing = `OR(${isMissing.join(',')})`
    if (raw?.kind !== 'boolean') return `IF(${missing},NA(),${text})`
    const spellings = spellingsOf(raw)
    const known = this.#chosen(
      text,
      spellings.map(([spelled]) => spelled),
      spellings.map(([, level]) => level),
      text,
    )
    return `IF(${missing},NA(),${known})`
  }

  #boolean(expression: BooleanExpression): string {
    switch (expression.op) {
      case 'isMissing':
        return `ISERROR(${this.of(expression.x)})`
      case 'isTextMissing':
        return `ISERROR(${this.of(expression.text)})`
      case 'compare': {
        const sign = { less: '<', lessOrEqual: '<=', equal: '=' }[expression.name]
        return `IFERROR(${this.of(expression.x)}${sign}${this.of(expression.y)},FALSE)`
      }
      case 'textIs':
        return `IFERROR(EXACT(${this.of(expression.text)},${this.#textFormula(expression.value)}),FALSE)`
      case 'sameText':
        return `IFERROR(EXACT(${this.of(expression.x)},${this.of(expression.y)}),FALSE)`
      case 'not':
        return `NOT(${this.of(expression.x)})`
      case 'and':
        return `AND(${this.of(expression.x)},${this.of(expression.y)})`
      case 'or':
        return `OR(${this.of(expression.x)},${this.of(expression.y)})`
      default:
        return assertNever(expression)
    }
  }
}

function unaryFormula(name: UnaryName, x: string): string {
  switch (name) {
    case 'negate':
      return `-${x}`
    case 'absolute':
      return `ABS(${x})`
    case 'sign':
      return `SIGN(${x})`
    case 'floor':
      return `INT(${x})`
    case 'ceiling':
      return `-INT(-${x})`
    case 'round':
      return `INT(${x})+IF(${x}-INT(${x})=0.5,INT(${x})-2*INT(INT(${x})/2),IF(${x}-INT(${x})>0.5,1,0))`
    case 'squareRoot':
      return `SQRT(${x})`
    case 'exponential':
      return `EXP(${x})`
    case 'exponentialMinus1':
      return `IF(ABS(${x})<0.00001,${x}+${x}*${x}/2,EXP(${x})-1)`
    case 'logarithm':
      return `LN(${x})`
    case 'logarithm1Plus':
      return `IF(ABS(${x})<0.00001,${x}-${x}*${x}/2,LN(1+${x}))`
    case 'sine':
      return `SIN(${x})`
    case 'cosine':
      return `COS(${x})`
    case 'tangent':
      return `TAN(${x})`
    case 'hyperbolicTangent':
      return `TANH(${x})`
    default:
      return assertNever(name)
  }
}

function binaryFormula(name: BinaryName, x: string, y: string): string {
  switch (name) {
    case 'add':
      return `${x}+${y}`
    case 'subtract':
      return `${x}-${y}`
    case 'multiply':
      return `${x}*${y}`
    case 'divide':
      return `${x}/${y}`
    case 'power':
      return `IF(${y}=0,${x}*0+1,POWER(${x},${y}))`
    case 'minimum':
      return `MIN(${x},${y})`
    case 'maximum':
      return `MAX(${x},${y})`
    case 'modulo':
      return `${x}-${y}*INT(${x}/${y})`
    default:
      return assertNever(name)
  }
}

/** Linear between the points, constant beyond them. */
function interpolated({ xs, ys }: Interpolation, x: string, tables: ConstantSheet): string {
  const [first, last] = [numberFormula(ys[0] ?? NaN), numberFormula(ys.at(-1) ?? NaN)]
  if (xs.length === 1) return `${x}*0+${first}`
  const [places, values] = [tables.addColumn(xs), tables.addColumn(ys)]
  const at = `MATCH(${x},${places},1)`
  const between = (range: string): string => `(INDEX(${range},${at}+1)-INDEX(${range},${at}))`
  const way = `(${x}-INDEX(${places},${at}))/${between(places)}`
  const inner = `INDEX(${values},${at})+${between(values)}*${way}`
  return `IF(${x}<${numberFormula(xs[0] ?? NaN)},${first},IF(${x}>=${numberFormula(xs.at(-1) ?? NaN)},${last},${inner}))`
}

/** To float32: the product with 2²⁹ + 1 leaves 24 bits (Veltkamp's splitting; Dekker, 1971, doi:10.1007/BF01397083). */
export function rounded(x: string): string {
  return `IF(ABS(${x})<3.4E+38,${x}*536870913-(${x}*536870913-${x}),NA())`
}
