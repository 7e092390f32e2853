import { DescentError } from '../../../shared/errors.ts'
import { childrenOf } from '../../expression/children.ts'
import type { Expression } from '../../expression/types.ts'

/** The error of a model that a format cannot say: what of it, and what to do instead. */
export function unsayable(format: string, what: string, hint = otherFormats): DescentError {
  return new DescentError('unusable-input', `${format} cannot say this model: ${what}.`, { hint })
}

const otherFormats = 'Export as ONNX, Python, JavaScript or C, which say every model.'

/** The raw columns that an expression is made of, as a sentence names them. */
export function columnsOf(expression: Expression): string {
  const columns = new Set<string>()
  const seen = new Set<Expression>()
  const visit = (one: Expression): void => {
    if (seen.has(one)) return
    seen.add(one)
    if (one.op === 'numberColumn' || one.op === 'textColumn') columns.add(`“${one.column}”`)
    for (const child of childrenOf(one)) visit(child)
  }
  visit(expression)
  return [...columns].join(', ')
}
