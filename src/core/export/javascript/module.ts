import { base64OfFloats, SourceWriter } from '../program/sourceWriter.ts'
import { helpers, type HelperName } from './helpers.ts'

/** Collects what a module holds beside its functions. */
export class ModuleWriter extends SourceWriter<HelperName> {
  constructor() {
    super(helpers, (name, source) => `const ${name} = ${source}`)
  }

  /** Trained numbers, to the bit. */
  floats(prefix: string, values: Float32Array): string {
    return this.constant(
      prefix,
      values,
      () => `new Float32Array(${this.helper('decoded')}('${base64OfFloats(values)}'))`,
    )
  }

  numbers(prefix: string, values: ArrayLike<number> & object): string {
    return this.constant(prefix, values, () => `[${Array.from(values, numberLiteral).join(', ')}]`)
  }
}

export function numberLiteral(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

/** A text as it stands in a module: what would end a line in an older parser is escaped. */
export function textLiteral(text: string): string {
  return JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
}
