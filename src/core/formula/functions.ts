import { nearest } from '../../shared/training/known.ts'
import { conditionFunctions } from './functions/conditions.ts'
import { dateFunctions } from './functions/dates.ts'
import type { FormulaFunction, FunctionDefinition } from './functions/definition.ts'
import { numberFunctions } from './functions/numbers.ts'
import { textFunctions } from './functions/texts.ts'

export type { FormulaFunction }

const definitions: readonly FunctionDefinition[] = [
  ...conditionFunctions,
  ...numberFunctions,
  ...dateFunctions,
  ...textFunctions,
]

const byName = new Map(definitions.map((definition) => [definition.name.toLowerCase(), definition]))

/** Every function with one line of help and an example, group by group. */
export const formulaFunctions: readonly FormulaFunction[] = definitions

/** The function of a name, in any case. */
export function functionNamed(name: string): FunctionDefinition | null {
  return byName.get(name.toLowerCase()) ?? null
}

/** What other languages call what is called so here. */
const otherNames: Readonly<Record<string, string>> = {
  log: 'ln for the natural logarithm or log10',
  power: 'x ^ y',
  pow: 'x ^ y',
  mod: 'x % y',
  ceiling: 'ceil',
  len: 'length',
  isna: 'isMissing',
  isnull: 'isMissing',
  isblank: 'isMissing',
  isnan: 'isMissing',
  ifnull: 'coalesce',
  fillna: 'coalesce',
  iif: 'if',
  ifelse: 'if',
  where: 'if',
  lowercase: 'lower',
  uppercase: 'upper',
  str: 'text',
  concatenate: 'concat',
  sum: 'x + y',
  minimum: 'min',
  maximum: 'max',
  not: 'not x',
}

/** What a name that is no function is likely to mean, as an advice; null where nothing is near. */
export function meantFunction(name: string): string | null {
  const known = otherNames[name.toLowerCase()]
  if (known !== undefined) return known
  const near = nearest(
    name,
    definitions.map((definition) => definition.name),
  )
  return near
}
