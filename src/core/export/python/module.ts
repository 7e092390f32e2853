import { base64OfFloats, SourceWriter } from '../program/sourceWriter.ts'
import { helpers, type HelperName } from './helpers.ts'

/** Collects what a module holds beside its functions. */
export class PythonWriter extends SourceWriter<HelperName> {
  constructor() {
    super(helpers, (name, source) => `${name} = ${source}`)
  }

  /** Trained numbers, to the bit, as an array of the shape. */
  floats(prefix: string, values: Float32Array, shape: readonly number[]): string {
    return this.constant(
      prefix,
      values,
      () => `${this.helper('_floats')}("${base64OfFloats(values)}", ${shape.join(', ')})`,
    )
  }

  numbers(prefix: string, values: ArrayLike<number> & object): string {
    return this.constant(prefix, values, () => `[${Array.from(values, numberLiteral).join(', ')}]`)
  }
}

export function numberLiteral(value: number): string {
  if (Number.isNaN(value)) return 'np.nan'
  if (!Number.isFinite(value)) return value > 0 ? 'np.inf' : '-np.inf'
  if (Object.is(value, -0)) return '-0.0'
  const text = String(value)
  return Number.isInteger(value) && !text.includes('e') ? `${text}.0` : text
}

/** A text as a literal: JSON's escapes are Python's, but for characters beyond the basic plane. */
export function textLiteral(text: string): string {
  return JSON.stringify(text)
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
    .replaceAll('\u0085', '\\x85')
}

/** A table from texts to texts or numbers. */
export function tableLiteral(pairs: readonly (readonly [text: string, literal: string])[]): string {
  return `{${pairs.map(([text, literal]) => `${textLiteral(text)}: ${literal}`).join(', ')}}`
}
