import { encodeBase64 } from '../program/base64.ts'
import { helperSources, type HelperName } from './helpers.ts'

/** Collects what a module holds: constants, and the helpers that its code calls. */
export class ModuleWriter {
  readonly #constants: string[] = []
  readonly #known = new Map<unknown, string>()
  readonly #named = new Set<string>()
  readonly #helpers = new Set<HelperName>()

  /** The name of a helper, which the module then holds. */
  helper(name: HelperName): string {
    this.#helpers.add(name)
    return name
  }

  /** The name of a constant; the same value gets one name. */
  constant(prefix: string, value: object, source: () => string): string {
    const known = this.#known.get(value)
    if (known !== undefined) return known
    const name = `${prefix}${this.#known.size + 1}`
    this.#known.set(value, name)
    this.#constants.push(`const ${name} = ${source()}`)
    return name
  }

  /** A constant that has a name of its own. */
  named(name: string, source: string): string {
    if (!this.#named.has(name)) this.#constants.push(`const ${name} = ${source}`)
    this.#named.add(name)
    return name
  }

  /** Trained numbers, to the bit. */
  floats(prefix: string, values: Float32Array): string {
    return this.constant(prefix, values, () => {
      const bytes = new Uint8Array(values.length * 4)
      const view = new DataView(bytes.buffer)
      for (const [index, value] of values.entries()) view.setFloat32(index * 4, value, true)
      return `new Float32Array(${this.helper('decoded')}('${encodeBase64(bytes)}'))`
    })
  }

  numbers(prefix: string, values: ArrayLike<number> & object): string {
    return this.constant(prefix, values, () => `[${Array.from(values, numberLiteral).join(', ')}]`)
  }

  sources(): { helpers: string[]; constants: string[] } {
    return { helpers: helperSources(this.#helpers), constants: this.#constants }
  }
}

export function numberLiteral(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

/** A text as it stands in a module: what would end a line in an older parser is escaped. */
export function textLiteral(text: string): string {
  return JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
}
