import { tag } from './xml.ts'

/** Expressions of PMML 4.4 as XML: what stands in a DerivedField. */

/** Stands for what IEEE 754 calls infinite: evaluators do not agree on how that is written. */
const farthest = Number.MAX_VALUE

/** The value of a field. */
export function field(name: string): string {
  return tag('FieldRef', { field: name })
}

/** A number to the bit; one that is none is missing. */
export function number(value: number): string {
  if (Number.isNaN(value)) return tag(constantElement, { dataType: 'double', missing: 'true' })
  return tag(constantElement, { dataType: 'double' }, [numberText(value)])
}

/** A number as an attribute or an element holds it. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return String(value > 0 ? farthest : -farthest)
  return Object.is(value, -0) ? '0' : String(value)
}

/** A function of other expressions; missing where one of them is, unless the function says otherwise. */
export function apply(name: string, ...parts: readonly string[]): string {
  return tag('Apply', { function: name }, parts)
}

/** A truth that is false where a part is missing. */
export function holds(name: string, ...parts: readonly string[]): string {
  return tag('Apply', { function: name, mapMissingTo: 'false' }, parts)
}

/** Missing where the test does not hold and nothing is said of that. */
export function when(test: string, yes: string, no?: string): string {
  return no === undefined ? apply('if', test, yes) : apply('if', test, yes, no)
}

export function known(expression: string): string {
  return apply('isNotMissing', expression)
}

/** Missing where one of the parts is: evaluators refuse to apply functions to missing values, but for arithmetic. */
export function guarded(parts: readonly string[], expression: string): string {
  const tests = [...new Set(parts)].filter((part) => !part.startsWith(`<${constantElement}`)).map(known)
  const [first, second] = tests
  if (first === undefined) return expression
  return when(second === undefined ? first : apply('and', ...tests), expression)
}

const constantElement = 'Constant'
