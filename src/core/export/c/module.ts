import { commented } from '../program/about.ts'
import { SourceWriter } from '../program/sourceWriter.ts'
import { helpersFor, type HelperName } from './helpers/helpers.ts'
import { utf8Bytes } from '../program/utf8.ts'
import type { CNames } from './names.ts'

/** Longest literal, in bytes: a compiler of C99 need not take more than 4095. */
const longestLiteral = 4000
/** Characters in a line of numbers. */
const lineWidth = 110

/** Collects what a header holds beside its functions. */
export class HeaderWriter extends SourceWriter<HelperName> {
  readonly names: CNames

  constructor(names: CNames) {
    super(helpersFor(names), (name, source) => source.replace('NAME', `${names.prefix}_${name}`))
    this.names = names
  }

  /** The beginning of a call of a helper, up to its parenthesis. */
  call(name: HelperName): string {
    return `${this.names.prefix}_${this.helper(name)}`
  }

  /** Trained numbers, to the bit. */
  floats(prefix: string, values: Float32Array): string {
    return this.#own(prefix, values, () => arraySource('float', Array.from(values, floatLiteral)))
  }

  numbers(prefix: string, values: ArrayLike<number> & object): string {
    return this.#own(prefix, values, () => arraySource('double', Array.from(values, numberLiteral)))
  }

  integers(prefix: string, type: string, values: ArrayLike<number> & object): string {
    return this.#own(prefix, values, () => arraySource(type, Array.from(values, String)))
  }

  texts(prefix: string, key: object, texts: readonly string[]): string {
    return this.#own(prefix, key, () =>
      arraySource(
        'char *const',
        texts.map((text) => this.text(text)),
      ),
    )
  }

  /** A text, of UTF-8: a literal, or the name of an array where it is longer than literals may be. */
  text(text: string): string {
    const bytes = utf8Bytes(text)
    if (bytes.length <= longestLiteral) return textLiteral(text)
    return this.#own('text', {}, () => arraySource('char', [...bytes.map((byte) => `(char)${byte}`), '0']))
  }

  #own(prefix: string, key: object, source: () => string): string {
    return `${this.names.prefix}_${this.constant(prefix, key, source)}`
  }
}

/** An array has one element at least. */
function arraySource(type: string, items: readonly string[]): string {
  const all = items.length === 0 ? ['0'] : items
  return `static const ${type} NAME[${all.length}] = {\n${wrapped(all)}\n};`
}

function wrapped(items: readonly string[]): string {
  const lines: string[] = []
  let line = ' '
  for (const item of items) {
    if (line.length + item.length > lineWidth && line !== ' ') {
      lines.push(line)
      line = ' '
    }
    line += ` ${item},`
  }
  return [...lines, line].join('\n')
}

/** A double that is the number to the bit. */
export function numberLiteral(value: number): string {
  if (Number.isNaN(value)) return 'NAN'
  if (!Number.isFinite(value)) return value > 0 ? 'INFINITY' : '-INFINITY'
  if (Object.is(value, -0)) return '-0.0'
  return withPoint(String(value))
}

/** A float that is the number to the bit: nine digits tell all of them apart. */
function floatLiteral(value: number): string {
  if (Number.isNaN(value)) return 'NAN'
  if (!Number.isFinite(value)) return value > 0 ? 'INFINITY' : '-INFINITY'
  if (Object.is(value, -0)) return '-0.0f'
  return `${withPoint(String(Number(value.toPrecision(9))))}f`
}

function withPoint(digits: string): string {
  return /[.e]/.test(digits) ? digits : `${digits}.0`
}

/** UTF-8, with all that is not plain ASCII as octal escapes, so that no compiler takes it for anything else. */
export function textLiteral(text: string): string {
  const characters = utf8Bytes(text).map((byte) => {
    const character = String.fromCharCode(byte)
    return byte < 0x20 || byte > 0x7e || '"\\?'.includes(character)
      ? `\\${byte.toString(8).padStart(3, '0')}`
      : character
  })
  return `"${characters.join('')}"`
}

/** A name as it may stand in a comment: compilers warn of one that begins within another. */
export function nameComment(name: string): string {
  return commented(name).replaceAll('/*', '/ *')
}
