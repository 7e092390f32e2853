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
import { numberLiteral, tableLiteral, textLiteral, type PythonWriter } from './module.ts'

const numpyFunctions: Record<UnaryName, string> = {
  negate: 'negative',
  absolute: 'abs',
  sign: 'sign',
  floor: 'floor',
  ceiling: 'ceil',
  round: 'rint',
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

const operators = { add: '+', subtract: '-', multiply: '*', divide: '/' } as const
const comparisons = { less: '<', lessOrEqual: '<=', equal: '==' } as const

/** Writes expressions as lines over all `count` rows at once. A missing text is None. */
export class PythonExpressions extends ExpressionWriter {
  readonly #module: PythonWriter
  readonly #inputs: ReadonlyMap<string, RawInput>

  constructor(module: PythonWriter, inputs: readonly RawInput[]) {
    super()
    this.#module = module
    this.#inputs = new Map(inputs.map((input) => [input.name, input]))
  }

  /** Numbers stand where they are used. */
  protected literal(expression: Expression): string | null {
    return expression.op === 'constant' ? `np.float64(${numberLiteral(expression.value)})` : null
  }

  protected define(_kind: LineKind, name: string, source: string): string {
    return `${name} = ${source}`
  }

  protected number(expression: NumberExpression): string {
    const module = this.#module
    switch (expression.op) {
      case 'numberColumn': {
        const reader = module.helper(expression.kind === 'date' ? '_days' : '_numbers')
        const value = `${reader}(rows, ${textLiteral(expression.column)}, count)`
        return expression.precision === 'float32' ? `${module.helper('_float32')}(${value})` : value
      }
      case 'constant':
        return numberLiteral(expression.value)
      case 'unary':
        return `np.${numpyFunctions[expression.name]}(${this.of(expression.x)})`
      case 'binary':
        return this.#binary(expression)
      case 'where':
        return `np.where(${this.of(expression.test)}, ${this.of(expression.yes)}, ${this.of(expression.no)})`
      case 'chainedRegressions':
        return `${this.#chain(expression)}[${expression.target}]`
      case 'nearestMean':
        return `${this.#nearest(expression)}[${expression.target}]`
      case 'interpolate': {
        const [xs, ys] = [module.numbers('XS', expression.xs), module.numbers('YS', expression.ys)]
        return `${module.helper('_interpolate')}(${xs}, ${ys}, ${this.of(expression.x)})`
      }
      case 'bin':
        return `${module.helper('_count_up_to')}(${module.numbers('EDGES', expression.edges)}, ${this.of(expression.x)})`
      case 'lookup':
      case 'crossFittedLookup':
        return this.#lookup(expression)
      case 'textLength':
        return `${module.helper('_each')}(${this.of(expression.text)}, len)`
      case 'textBucket':
        return `${module.helper('_each')}(${this.of(expression.text)}, lambda text: ${module.helper('_hash')}(text) % ${expression.buckets})`
      case 'wordCount':
        return this.#wordCount(expression.text, expression.words)
      default:
        return assertNever(expression)
    }
  }

  #binary({ name, ...operands }: Extract<NumberExpression, { op: 'binary' }>): string {
    const [x, y] = [this.of(operands.x), this.of(operands.y)]
    switch (name) {
      case 'add':
      case 'subtract':
      case 'multiply':
      case 'divide':
        return `${x} ${operators[name]} ${y}`
      case 'minimum':
      case 'maximum':
        return `np.${name}(${x}, ${y})`
      case 'power':
        return `${this.#module.helper('_power')}(${x}, ${y})`
      case 'modulo':
        return `np.mod(${x}, ${y})`
      default:
        return assertNever(name)
    }
  }

  #chain({ xs, chain }: ChainedRegressions): string {
    const module = this.#module
    return this.shared(chain, 'row', () => {
      const steps = chain.map(
        ({ target, offset, weights }) =>
          `(${target}, ${numberLiteral(offset)}, [${weights.map(numberLiteral).join(', ')}])`,
      )
      const constant = module.constant('CHAIN', chain, () => `[${steps.join(', ')}]`)
      return `${module.helper('_fill_by_regressions')}(${this.#columns(xs)}, ${constant})`
    })
  }

  #nearest({ xs, reference, neighbours, weighting, otherwise }: NearestMean): string {
    const module = this.#module
    return this.shared(reference, 'row', () => {
      const rows = module.numbers('REFERENCE', reference)
      const settings = `${neighbours}, "${weighting}", ${numberLiteral(otherwise)}`
      return `${module.helper('_fill_by_neighbours')}(${this.#columns(xs)}, ${rows}, ${settings})`
    })
  }

  #columns(xs: readonly NumberExpression[]): string {
    return `[${xs.map((x) => `np.broadcast_to(${this.of(x)}, count)`).join(', ')}]`
  }

  #lookup({ text, levels, values, other, missing }: Pick<Lookup, 'text' | 'levels' | 'values' | 'other' | 'missing'>) {
    const module = this.#module
    const pairs = levels.map((level, k) => [level, numberLiteral(values[k] ?? NaN)] as const)
    const table = module.constant('TABLE', { levels, values }, () => tableLiteral(pairs))
    const rest = `${numberLiteral(other)}, ${numberLiteral(missing)}`
    return `${module.helper('_lookup')}(${table}, ${this.of(text)}, ${rest})`
  }

  #wordCount(text: TextExpression, selection: WordSelection): string {
    const module = this.#module
    const words = this.shared(
      text,
      'words',
      () => `${module.helper('_map')}(${this.of(text)}, ${module.helper('_words')})`,
    )
    const counted = (test: string): string => `${module.helper('_count_words')}(${words}, lambda word: ${test})`
    switch (selection.kind) {
      case 'all':
        return counted('True')
      case 'word':
        return counted(`word == ${textLiteral(selection.word)}`)
      case 'bucket':
        return counted(`${module.helper('_hash')}(word) % ${selection.buckets} == ${selection.bucket}`)
    }
  }

  protected text(expression: TextExpression): string {
    const module = this.#module
    switch (expression.op) {
      case 'textColumn':
        return this.#rawText(expression.column)
      case 'textConstant':
        return `[${textLiteral(expression.value)}] * count`
      case 'fillText': {
        const value = textLiteral(expression.value)
        return `${module.helper('_map')}(${this.of(expression.text)}, lambda text: text, ${value})`
      }
      case 'mapText': {
        const { levels, to, other } = expression
        const pairs = levels.map((level, k) => [level, textLiteral(to[k] ?? level)] as const)
        const table = module.constant('TABLE', { levels, to }, () => tableLiteral(pairs))
        const otherwise = other === 'same' ? 'text' : other === 'missing' ? 'None' : textLiteral(other.level)
        return `${module.helper('_map')}(${this.of(expression.text)}, lambda text: ${table}.get(text, ${otherwise}))`
      }
      case 'textOfNumber':
        return `[${module.helper('_text_of_number')}(x) for x in np.broadcast_to(${this.of(expression.x)}, count)]`
      case 'whereText': {
        const test = `np.broadcast_to(${this.of(expression.test)}, count)`
        return `${module.helper('_where_text')}(${test}, ${this.of(expression.yes)}, ${this.of(expression.no)})`
      }
      case 'concat': {
        const texts = expression.texts.map((text) => this.of(text)).join(', ')
        return `[None if None in each else "".join(each) for each in zip(${texts})]`
      }
      case 'case':
        return `${module.helper('_map')}(${this.of(expression.text)}, str.${expression.to})`
      default:
        return assertNever(expression)
    }
  }

  #rawText(column: string): string {
    const module = this.#module
    const raw = this.#inputs.get(column)
    const markers = (raw?.missingMarkers ?? []).map((marker) => `${textLiteral(marker)}, `).join('')
    const plain = `${module.helper('_texts')}(rows, ${textLiteral(column)}, count, (${markers})`
    if (raw?.kind !== 'boolean') return `${plain})`
    const pairs = spellingsOf(raw).map(([text, level]) => [text, textLiteral(level)] as const)
    return `${plain}, ${module.constant('SPELLINGS', {}, () => tableLiteral(pairs))})`
  }

  protected boolean(expression: BooleanExpression): string {
    switch (expression.op) {
      case 'isMissing':
        return `np.isnan(${this.of(expression.x)})`
      case 'isTextMissing':
        return `np.array([text is None for text in ${this.of(expression.text)}])`
      case 'compare':
        return `np.asarray(${this.of(expression.x)} ${comparisons[expression.name]} ${this.of(expression.y)})`
      case 'textIs':
        return `np.array([text == ${textLiteral(expression.value)} for text in ${this.of(expression.text)}])`
      case 'sameText': {
        const pairs = `zip(${this.of(expression.x)}, ${this.of(expression.y)})`
        return `np.array([x is not None and x == y for x, y in ${pairs}])`
      }
      case 'not':
        return `~${this.of(expression.x)}`
      case 'and':
        return `${this.of(expression.x)} & ${this.of(expression.y)}`
      case 'or':
        return `${this.of(expression.x)} | ${this.of(expression.y)}`
      default:
        return assertNever(expression)
    }
  }
}
