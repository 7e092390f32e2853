import { encodeBase64 } from './base64.ts'

/** A function that written programs may call. */
export interface Helper {
  source: string
  /** Others that it calls. */
  calls?: readonly string[]
}

/** The helpers of a language, in the order in which a program holds those that it calls. */
export type Helpers = Readonly<Record<string, Helper>>

/** Collects what a program holds beside its own lines: constants, and the helpers that it calls. */
export class SourceWriter<Name extends string> {
  readonly #helpers: Readonly<Record<Name, Helper>>
  /** What a constant's definition looks like. */
  readonly #define: (name: string, source: string) => string
  readonly #constants: string[] = []
  readonly #known = new Map<unknown, string>()
  readonly #named = new Set<string>()
  readonly #called = new Set<string>()

  constructor(helpers: Readonly<Record<Name, Helper>>, define: (name: string, source: string) => string) {
    this.#helpers = helpers
    this.#define = define
  }

  /** The name of a helper, which the program then holds. */
  helper(name: Name): Name {
    this.#called.add(name)
    return name
  }

  /** The name of a constant; the same value gets one name. */
  constant(prefix: string, value: object, source: () => string): string {
    const known = this.#known.get(value)
    if (known !== undefined) return known
    const name = `${prefix}${this.#known.size + 1}`
    this.#known.set(value, name)
    this.#constants.push(this.#define(name, source()))
    return name
  }

  /** A constant that has a name of its own. */
  named(name: string, source: string): string {
    if (!this.#named.has(name)) this.#constants.push(this.#define(name, source))
    this.#named.add(name)
    return name
  }

  constants(): readonly string[] {
    return this.#constants
  }

  /** The sources of the helpers that are called, and of all that these call. */
  helpers(): string[] {
    const all: Helpers = this.#helpers
    const needed = new Set<string>()
    const add = (name: string): void => {
      if (needed.has(name)) return
      needed.add(name)
      for (const other of all[name]?.calls ?? []) add(other)
    }
    for (const name of this.#called) add(name)
    return Object.entries(all).flatMap(([name, { source }]) => (needed.has(name) ? [source] : []))
  }
}

/** Numbers as base64 of float32 in little-endian order. */
export function base64OfFloats(values: Float32Array): string {
  const bytes = new Uint8Array(values.length * 4)
  const view = new DataView(bytes.buffer)
  for (const [index, value] of values.entries()) view.setFloat32(index * 4, value, true)
  return encodeBase64(bytes)
}
