import { assertNever } from '../../../shared/assertNever.ts'
import type { RawInput } from '../../../shared/recipes.ts'
import type {
  BooleanExpression,
  ChainedRegressions,
  Expression,
  Lookup,
  NearestMean,
  NumberExpression,
  TextExpression,
  UnaryName,
  WordSelection,
} from '../../expression/types.ts'
import { ExpressionWriter, type LineKind } from '../program/expressionWriter.ts'
import { spellingsOf } from '../program/spellings.ts'
import { numberLiteral, textLiteral, type ModuleWriter } from './module.ts'

const mathFunctions: Record<Exclude<UnaryName, 'negate' | 'round'>, string> = {
  absolute: 'abs',
  sign: 'sign',
  floor: 'floor',
  ceiling: 'ceil',
  squareRoot: 'sqrt',
  exponential: 'exp',
  exponentialMinus1: 'expm1',
  logarithm: 'log',
  logarithm1Plus: 'log1p',
  sine: 'sin',
  cosine: 'cos',
  tangent: 'tan',
  hyperbolicTangent: 'tanh',
}

/** Writes expressions as lines of JavaScript. A missing text is null. */
export class JavaScriptExpressions extends ExpressionWriter {
  readonly #module: ModuleWriter
  readonly #inputs: ReadonlyMap<string, RawInput>

  constructor(module: ModuleWriter, inputs: readonly RawInput[]) {
    super()
    this.#module = module
    this.#inputs = new Map(inputs.map((input) => [input.name, input]))
  }

  /** Constants stand where they are used. */
  protected literal(expression: Expression): string | null {
    if (expression.op === 'constant') return numberLiteral(expression.value)
    return expression.op === 'textConstant' ? textLiteral(expression.value) : null
  }

  protected define(_kind: LineKind, name: string, source: string): string {
    return `const ${name} = ${source}`
  }

  protected number(expression: NumberExpression): string {
    const module = this.#module
    switch (expression.op) {
      case 'numberColumn': {
        const value = `${module.helper(expression.kind === 'date' ? 'daysOf' : 'numberOf')}(${valueOf(expression.column)})`
        return expression.precision === 'float32' ? `${module.helper('finite')}(Math.fround(${value}))` : value
      }
      case 'constant':
        return numberLiteral(expression.value)
      case 'unary': {
        const x = this.of(expression.x)
        if (expression.name === 'negate') return `-${x.startsWith('-') ? `(${x})` : x}`
        if (expression.name === 'round') return `${module.helper('round')}(${x})`
        return `Math.${mathFunctions[expression.name]}(${x})`
      }
      case 'binary':
        return this.#binary(expression)
      case 'where':
        return `${this.of(expression.test)} ? ${this.of(expression.yes)} : ${this.of(expression.no)}`
      case 'chainedRegressions':
        return `${this.#chain(expression)}[${expression.target}]`
      case 'nearestMean':
        return `${this.#nearest(expression)}[${expression.target}]`
      case 'interpolate': {
        const [xs, ys] = [module.numbers('xs', expression.xs), module.numbers('ys', expression.ys)]
        return `${module.helper('interpolate')}(${xs}, ${ys}, ${this.of(expression.x)})`
      }
      case 'bin':
        return `${module.helper('countUpTo')}(${module.numbers('edges', expression.edges)}, ${this.of(expression.x)})`
      case 'lookup':
      case 'crossFittedLookup':
        return this.#lookup(expression)
      case 'textLength':
        return this.#ofText(expression.text, (text) => `[...${text}].length`)
      case 'textBucket':
        return this.#ofText(expression.text, (text) => `${module.helper('hashOf')}(${text}) % ${expression.buckets}`)
      case 'wordCount':
        return this.#wordCount(expression.text, expression.words)
      default:
        return assertNever(expression)
    }
  }

  #binary({ name, ...operands }: Extract<NumberExpression, { op: 'binary' }>): string {
    const [x, y] = [this.of(operands.x), this.of(operands.y)]
    const right = y.startsWith('-') ? `(${y})` : y
    switch (name) {
      case 'add':
        return `${x} + ${right}`
      case 'subtract':
        return `${x} - ${right}`
      case 'multiply':
        return `${x} * ${right}`
      case 'divide':
        return `${x} / ${right}`
      case 'minimum':
        return `Math.min(${x}, ${y})`
      case 'maximum':
        return `Math.max(${x}, ${y})`
      case 'power':
      case 'modulo':
        return `${this.#module.helper(name)}(${x}, ${y})`
      default:
        return assertNever(name)
    }
  }

  #chain({ xs, chain }: ChainedRegressions): string {
    const module = this.#module
    return this.shared(chain, 'row', () => {
      const constants = module.constant('chain', chain, () => JSON.stringify(chain))
      return `${module.helper('fillByRegressions')}([${xs.map((x) => this.of(x)).join(', ')}], ${constants})`
    })
  }

  #nearest({ xs, reference, neighbours, weighting, otherwise }: NearestMean): string {
    const module = this.#module
    return this.shared(reference, 'row', () => {
      const rows = module.numbers('reference', reference)
      const settings = `${neighbours}, '${weighting}', ${numberLiteral(otherwise)}`
      return `${module.helper('fillByNeighbours')}([${xs.map((x) => this.of(x)).join(', ')}], ${rows}, ${settings})`
    })
  }

  #lookup({ text, levels, values, other, missing }: Pick<Lookup, 'text' | 'levels' | 'values' | 'other' | 'missing'>) {
    const module = this.#module
    const pairs = levels.map((level, k) => `[${textLiteral(level)}, ${numberLiteral(values[k] ?? NaN)}]`)
    const table = module.constant('table', { levels, values }, () => `new Map([${pairs.join(', ')}])`)
    const rest = `${numberLiteral(other)}, ${numberLiteral(missing)}`
    return `${module.helper('lookup')}(${table}, ${this.of(text)}, ${rest})`
  }

  #wordCount(text: TextExpression, selection: WordSelection): string {
    const module = this.#module
    const words = this.shared(text, 'words', () => `${module.helper('wordsOf')}(${this.of(text)})`)
    const counted = (test: string): string => `${words} === null ? NaN : ${words}${test}.length`
    switch (selection.kind) {
      case 'all':
        return counted('')
      case 'word':
        return counted(`.filter((word) => word === ${textLiteral(selection.word)})`)
      case 'bucket': {
        const hash = `${module.helper('hashOf')}(word) % ${selection.buckets}`
        return counted(`.filter((word) => ${hash} === ${selection.bucket})`)
      }
    }
  }

  #ofText(text: TextExpression, number: (text: string) => string): string {
    const name = this.of(text)
    return `${name} === null ? NaN : ${number(name)}`
  }

  protected text(expression: TextExpression): string {
    const module = this.#module
    switch (expression.op) {
      case 'textColumn':
        return this.#rawText(expression.column)
      case 'textConstant':
        return textLiteral(expression.value)
      case 'fillText':
        return `${this.of(expression.text)} ?? ${textLiteral(expression.value)}`
      case 'mapText': {
        const { levels, to, other } = expression
        const text = this.of(expression.text)
        const pairs = levels.map((level, k) => `[${textLiteral(level)}, ${textLiteral(to[k] ?? level)}]`)
        const table = module.constant('table', { levels, to }, () => `new Map([${pairs.join(', ')}])`)
        const otherwise = other === 'same' ? text : other === 'missing' ? 'null' : textLiteral(other.level)
        return `${module.helper('lookup')}(${table}, ${text}, ${otherwise}, null)`
      }
      case 'textOfNumber': {
        const x = this.of(expression.x)
        return `Number.isNaN(${x}) ? null : String(${x} === 0 ? 0 : ${x})`
      }
      case 'whereText':
        return `${this.of(expression.test)} ? ${this.of(expression.yes)} : ${this.of(expression.no)}`
      case 'concat': {
        const texts = expression.texts.map((text) => this.of(text))
        const missing = texts.map((text) => `${text} === null`).join(' || ')
        return `${missing} ? null : ${texts.join(' + ')}`
      }
      case 'case': {
        const text = this.of(expression.text)
        return `${text} === null ? null : ${text}.to${expression.to === 'lower' ? 'Lower' : 'Upper'}Case()`
      }
      default:
        return assertNever(expression)
    }
  }

  #rawText(column: string): string {
    const module = this.#module
    const raw = this.#inputs.get(column)
    const markers = [...new Set(['', ...(raw?.missingMarkers ?? [])])]
    const missing = module.constant('missing', {}, () => `[${markers.map(textLiteral).join(', ')}]`)
    if (raw?.kind !== 'boolean') return `${module.helper('textOf')}(${valueOf(column)}, ${missing})`
    const pairs = spellingsOf(raw).map(([text, level]) => `[${textLiteral(text)}, ${textLiteral(level)}]`)
    const spellings = module.constant('spellings', {}, () => `new Map([${pairs.join(', ')}])`)
    return `${module.helper('booleanOf')}(${valueOf(column)}, ${missing}, ${spellings})`
  }

  protected boolean(expression: BooleanExpression): string {
    switch (expression.op) {
      case 'isMissing':
        return `Number.isNaN(${this.of(expression.x)})`
      case 'isTextMissing':
        return `${this.of(expression.text)} === null`
      case 'compare': {
        const sign = { less: '<', lessOrEqual: '<=', equal: '===' }[expression.name]
        return `${this.of(expression.x)} ${sign} ${this.of(expression.y)}`
      }
      case 'textIs':
        return `${this.of(expression.text)} === ${textLiteral(expression.value)}`
      case 'sameText': {
        const [x, y] = [this.of(expression.x), this.of(expression.y)]
        return `${x} !== null && ${x} === ${y}`
      }
      case 'not':
        return `!${this.of(expression.x)}`
      case 'and':
        return `${this.of(expression.x)} && ${this.of(expression.y)}`
      case 'or':
        return `${this.of(expression.x)} || ${this.of(expression.y)}`
      default:
        return assertNever(expression)
    }
  }
}

/** Where a raw column's value is read. */
function valueOf(column: string): string {
  return `row[${textLiteral(column)}]`
}
