import type { NumberExpression, TextExpression } from '../../../expression/types.ts'

/** Beyond so many a list would be no shorter way. */
const mostKnown = 1000

/** Every text that the expression can be, whatever the raw values; null where there is no end of them. */
export function knownTexts(expression: TextExpression): string[] | null {
  switch (expression.op) {
    case 'textColumn':
      return null
    case 'textConstant':
      return [expression.value]
    case 'fillText':
      return united([knownTexts(expression.text), [expression.value]])
    case 'mapText': {
      const { text, to, other } = expression
      if (other === 'same') return united([knownTexts(text), to])
      return united([to, other === 'missing' ? [] : [other.level]])
    }
    case 'textOfNumber':
      return knownNumbers(expression.x)?.map((value) => String(value === 0 ? 0 : value)) ?? null
    case 'whereText':
      return united([knownTexts(expression.yes), knownTexts(expression.no)])
    case 'concat':
      return expression.texts.map(knownTexts).reduce<string[] | null>(joinedTexts, [''])
    case 'case': {
      const inner = knownTexts(expression.text)
      const changed = inner?.map((text) => (expression.to === 'lower' ? text.toLowerCase() : text.toUpperCase()))
      return united([changed ?? null])
    }
  }
}

function knownNumbers(expression: NumberExpression): number[] | null {
  switch (expression.op) {
    case 'constant':
      return united([[expression.value]])
    case 'where':
      return united([knownNumbers(expression.yes), knownNumbers(expression.no)])
    case 'bin':
      return upTo(expression.edges.length + 1)
    case 'textBucket':
      return upTo(expression.buckets)
    case 'lookup':
    case 'crossFittedLookup':
      return united([[...expression.values, expression.other, expression.missing]])
    default:
      return null
  }
}

function upTo(count: number): number[] | null {
  return count > mostKnown ? null : Array.from({ length: count }, (_, value) => value)
}

function united<Value extends string | number>(lists: readonly (readonly Value[] | null)[]): Value[] | null {
  const all = new Set<Value>()
  for (const list of lists) {
    if (list === null) return null
    for (const value of list) if (!Number.isNaN(value)) all.add(value)
  }
  return all.size > mostKnown ? null : [...all]
}

function joinedTexts(first: string[] | null, second: string[] | null): string[] | null {
  if (first === null || second === null || first.length * second.length > mostKnown) return null
  return united([first.flatMap((start) => second.map((end) => start + end))])
}
