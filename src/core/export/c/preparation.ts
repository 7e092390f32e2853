import { assertNever } from '../../../shared/assertNever.ts'
import { hashText } from '../../expression/hash.ts'
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
import type { RawInput } from '../../../shared/recipes.ts'
import { ExpressionWriter, type LineKind } from '../program/expressionWriter.ts'
import { spellingsOf } from '../program/spellings.ts'
import { caseTables, characterClasses, type Case } from '../program/unicode.ts'
import type { CodePointTable } from '../program/codePointTable.ts'
import { byBytes } from '../program/utf8.ts'
import { numberLiteral, type HeaderWriter } from './module.ts'

const mathFunctions: Record<Exclude<UnaryName, 'negate' | 'sign'>, string> = {
  absolute: 'fabs',
  floor: 'floor',
  ceiling: 'ceil',
  round: 'nearbyint',
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

/** Writes expressions as statements of C. A missing text is NULL. */
export class CExpressions extends ExpressionWriter {
  readonly #module: HeaderWriter
  readonly #inputs: ReadonlyMap<string, RawInput>
  /** What is counted of each text's words, in the order of the counts. */
  readonly #selections = new Map<TextExpression, WordSelection[]>()

  /** @param expressions all that will be written */
  constructor(module: HeaderWriter, inputs: readonly RawInput[], expressions: readonly Expression[]) {
    super()
    this.#module = module
    this.#inputs = new Map(inputs.map((input) => [input.name, input]))
    for (const expression of expressions) {
      if (expression.op !== 'wordCount') continue
      const known = this.#selections.get(expression.text)
      if (known === undefined) this.#selections.set(expression.text, [expression.words])
      else known.push(expression.words)
    }
  }

  /** Whether texts are made that the raw columns and constants do not have. */
  get makesTexts(): boolean {
    return this.lines.some((line) => line.includes('&texts'))
  }

  /** Numbers stand where they are used. */
  protected literal(expression: Expression): string | null {
    return expression.op === 'constant' ? numberLiteral(expression.value) : null
  }

  protected define(kind: LineKind, name: string, source: string): string {
    switch (kind) {
      case 'number':
        return `const double ${name} = ${source};`
      case 'text':
        return `const char *const ${name} = ${source};`
      case 'boolean':
        return `const int ${name} = ${source};`
      case 'row':
      case 'words':
        return source
    }
  }

  protected number(expression: NumberExpression): string {
    const module = this.#module
    switch (expression.op) {
      case 'numberColumn': {
        const value = `row->${module.names.field(expression.column)}`
        return `${module.call('finite')}(${expression.precision === 'float32' ? `(float)${value}` : value})`
      }
      case 'constant':
        return numberLiteral(expression.value)
      case 'unary': {
        const x = this.of(expression.x)
        if (expression.name === 'negate') return `-(${x})`
        if (expression.name === 'sign') return `${module.call('sign')}(${x})`
        return `${mathFunctions[expression.name]}(${x})`
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
        const points = `${module.numbers('xs', expression.xs)}, ${module.numbers('ys', expression.ys)}`
        return `${module.call('interpolate')}(${points}, ${expression.xs.length}, ${this.of(expression.x)})`
      }
      case 'bin': {
        const edges = `${module.numbers('edges', expression.edges)}, ${expression.edges.length}`
        return `${module.call('count_up_to')}(${edges}, ${this.of(expression.x)})`
      }
      case 'lookup':
      case 'crossFittedLookup':
        return this.#lookup(expression)
      case 'textLength':
        return `${module.call('length')}(${this.of(expression.text)})`
      case 'textBucket':
        return `${module.call('bucket')}(${this.of(expression.text)}, ${expression.buckets}u)`
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
      case 'power':
      case 'modulo':
        return `${this.#module.call(name)}(${x}, ${y})`
      default:
        return assertNever(name)
    }
  }

  /** Statements that fill a row of so many numbers. */
  #filled(name: string, xs: readonly NumberExpression[], fill: string): string {
    const given = xs.map((x) => this.of(x)).join(', ')
    return `double ${name}[${xs.length}];\n{\n  const double given[] = {${given}};\n  ${fill}\n}`
  }

  #chain({ xs, chain }: ChainedRegressions): string {
    const module = this.#module
    return this.shared(chain, 'row', (name) => {
      const targets = chain.map(({ target }) => target)
      const offsets = chain.map(({ offset }) => offset)
      const weights = chain.flatMap((step) => step.weights)
      const all = `${module.integers('targets', 'int', targets)}, ${module.numbers('offsets', offsets)}, ${module.numbers('weights', weights)}`
      const call = `${module.call('fill_by_regressions')}(given, ${name}, ${xs.length}, ${all}, ${chain.length});`
      return this.#filled(name, xs, call)
    })
  }

  #nearest({ xs, reference, neighbours, weighting, otherwise }: NearestMean): string {
    const module = this.#module
    return this.shared(reference, 'row', (name) => {
      const rows = xs.length === 0 ? 0 : reference.length / xs.length
      const known = `${module.numbers('reference', reference)}, ${rows}`
      const settings = `${neighbours}, ${weighting === 'distance' ? 1 : 0}, ${numberLiteral(otherwise)}`
      const call = `${module.call('fill_by_neighbours')}(given, ${name}, ${xs.length}, ${known}, ${settings}, nearest);`
      return this.#filled(name, xs, `double nearest[${2 * neighbours}];\n  ${call}`)
    })
  }

  #lookup({ text, levels, values, other, missing }: Pick<Lookup, 'text' | 'levels' | 'values' | 'other' | 'missing'>) {
    const sorted = sortedPairs(levels.map((level, k) => [level, values[k] ?? NaN]))
    const names = this.#module.texts(
      'levels',
      sorted,
      sorted.map(([level]) => level),
    )
    const numbers = this.#module.numbers(
      'values',
      sorted.map(([, value]) => value),
    )
    const rest = `${sorted.length}, ${numberLiteral(other)}, ${numberLiteral(missing)}`
    return `${this.#module.call('lookup')}(${this.of(text)}, ${names}, ${numbers}, ${rest})`
  }

  #wordCount(text: TextExpression, selection: WordSelection): string {
    const module = this.#module
    const selections = this.#selections.get(text) ?? []
    const counts = this.shared(selections, 'words', (name) => {
      const prefix = module.names.prefix
      const items = selections.map((one) => `{${this.#selectionSource(one)}}`)
      const all = module.constant(
        'selections',
        {},
        () => `static const ${prefix}_selection NAME[${items.length}] = {\n  ${items.join(',\n  ')},\n};`,
      )
      const lower = this.#changedCase(this.of(text), 'lower')
      const call = `${module.call('count_words')}(${lower}, ${this.#tables('classes', [characterClasses()])}, ${prefix}_${all}`
      return `double ${name}[${selections.length}];\n${call}, ${selections.length}, ${name});`
    })
    return `${counts}[${selections.indexOf(selection)}]`
  }

  #selectionSource(selection: WordSelection): string {
    switch (selection.kind) {
      case 'all':
        return 'NULL, 0u, 0u'
      case 'word':
        return `${this.#module.text(selection.word)}, ${hashText(selection.word)}u, 0u`
      case 'bucket':
        return `NULL, ${selection.bucket}u, ${selection.buckets}u`
    }
  }

  #changedCase(text: string, to: Case): string {
    const tables = caseTables(to)
    const classes = to === 'lower' ? this.#tables('classes', [characterClasses()]) : 'NULL'
    const call = `${this.#module.call('change_case')}(&texts, ${text}, ${this.#tables(to, tables)}`
    return `${call}, ${tables.length}, ${classes})`
  }

  #tables(name: string, tables: readonly CodePointTable[]): string {
    const module = this.#module
    module.helper('table')
    const parts = tables.map(
      ({ pages, values }) =>
        `{${module.integers('pages', 'unsigned short', pages)}, ${module.integers('codes', 'int', values)}}`,
    )
    const { prefix } = module.names
    return `${prefix}_${module.named(name, `static const ${prefix}_table NAME[${tables.length}] = {${parts.join(', ')}};`)}`
  }

  protected text(expression: TextExpression): string {
    const module = this.#module
    switch (expression.op) {
      case 'textColumn':
        return this.#rawText(expression.column)
      case 'textConstant':
        return module.text(expression.value)
      case 'fillText': {
        const text = this.of(expression.text)
        return `${text} == NULL ? ${module.text(expression.value)} : ${text}`
      }
      case 'mapText': {
        const { levels, to, other } = expression
        const text = this.of(expression.text)
        const otherwise = other === 'same' ? text : other === 'missing' ? 'NULL' : module.text(other.level)
        return this.#map(
          text,
          levels.map((level, k) => [level, to[k] ?? level]),
          otherwise,
        )
      }
      case 'textOfNumber':
        return `${module.call('text_of_number')}(&texts, ${this.of(expression.x)})`
      case 'whereText':
        return `${this.of(expression.test)} ? ${this.of(expression.yes)} : ${this.of(expression.no)}`
      case 'concat': {
        // A literal of an array would be gone in C++ at the end of the line: the parts are passed one by one.
        const texts = expression.texts.map((text) => this.of(text))
        return this.shared(expression, 'row', (name) => {
          const call = `${module.call('concatenated')}(&texts, parts, ${texts.length})`
          return `const char *${name};\n{\n  const char *const parts[] = {${texts.join(', ')}};\n  ${name} = ${call};\n}`
        })
      }
      case 'case':
        return this.#changedCase(this.of(expression.text), expression.to)
      default:
        return assertNever(expression)
    }
  }

  #rawText(column: string): string {
    const module = this.#module
    const raw = this.#inputs.get(column)
    const markers = [...new Set(raw?.missingMarkers ?? [])].toSorted(byBytes)
    const missing = `${module.texts('missing', {}, markers)}, ${markers.length}`
    const text = `${module.call('text')}(row->${module.names.field(column)}, ${missing})`
    if (raw?.kind !== 'boolean') return text
    return this.#map(text, spellingsOf(raw), `row->${module.names.field(column)}`)
  }

  #map(text: string, pairs: readonly (readonly [string, string])[], otherwise: string): string {
    const sorted = sortedPairs(pairs)
    const [from, to] = [0, 1].map((place) =>
      this.#module.texts(
        'levels',
        {},
        sorted.map((pair) => pair[place] ?? ''),
      ),
    )
    return `${this.#module.call('map')}(${text}, ${from}, ${to}, ${sorted.length}, ${otherwise})`
  }

  protected boolean(expression: BooleanExpression): string {
    switch (expression.op) {
      case 'isMissing':
        return `isnan(${this.of(expression.x)}) != 0`
      case 'isTextMissing':
        return `${this.of(expression.text)} == NULL`
      case 'compare':
        return `${this.of(expression.x)} ${comparisons[expression.name]} ${this.of(expression.y)}`
      case 'textIs':
        return `${this.#module.call('is')}(${this.of(expression.text)}, ${this.#module.text(expression.value)})`
      case 'sameText':
        return `${this.#module.call('is')}(${this.of(expression.x)}, ${this.of(expression.y)})`
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

/** In the order of the levels' bytes. */
function sortedPairs<Value>(pairs: readonly (readonly [string, Value])[]): (readonly [string, Value])[] {
  return [...new Map(pairs)].toSorted(([x], [y]) => byBytes(x, y))
}
