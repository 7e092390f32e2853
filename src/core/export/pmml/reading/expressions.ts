import { attribute, childNamed, childrenNamed, numberIn, typed, type Value, type XmlElement } from './element.ts'
import { asTruth, builtIn } from './functions.ts'

/** Works an expression out from the values of the fields, by place. */
export type Compiled = (values: readonly Value[]) => Value

/** What an expression may name. */
export interface Scope {
  /** Places of fields. */
  fields: ReadonlyMap<string, number>
  /** Functions that the document defines, by name. */
  functions: ReadonlyMap<string, Compiled>
}

/** An expression of PMML 4.4. Throws for one that names what is not defined, or that is not known here. */
export function compiled(element: XmlElement, scope: Scope): Compiled {
  switch (element.name) {
    case 'FieldRef':
      return fieldOf(attribute(element, 'field'), scope)
    case 'Constant': {
      const value =
        element.attributes['missing'] === 'true' ? null : typed(element.text, attribute(element, 'dataType'))
      return () => value
    }
    case 'Apply':
      return applied(element, scope)
    case 'MapValues':
      return mapped(element, scope)
    case 'NormContinuous':
      return interpolated(element, scope)
    case 'Discretize':
      return discretized(element, scope)
    default:
      throw new Error(`The expression ${element.name} is not known.`)
  }
}

/** The one expression in an element that has other elements beside it. */
export function expressionIn(element: XmlElement): XmlElement {
  const expression = element.children.find(({ name }) => name !== 'ParameterField' && name !== 'Value')
  if (expression === undefined) throw new Error(`${element.name} has no expression.`)
  return expression
}

function fieldOf(name: string, { fields }: Scope): Compiled {
  const place = fields.get(name)
  if (place === undefined) throw new Error(`The field “${name}” is not defined, or only later.`)
  return (values) => values[place] ?? null
}

function applied(element: XmlElement, scope: Scope): Compiled {
  const name = attribute(element, 'function')
  const parts = element.children.map((part) => compiled(part, scope))
  const [first = () => null, second = () => null, third = () => null] = parts
  if (name === 'isMissing') return (values) => first(values) === null
  if (name === 'isNotMissing') return (values) => first(values) !== null
  if (name === 'if') {
    return (values) => {
      const test = first(values)
      if (test === null) return null
      return asTruth(test) ? second(values) : third(values)
    }
  }
  const other = element.attributes['mapMissingTo']
  const missing = other === undefined ? null : typed(other, 'boolean')
  // A function that the document defines says itself what becomes of missing values.
  const own = scope.functions.get(name)
  if (own !== undefined) return (values) => own(parts.map((part) => part(values)))
  const of = builtIn(name)
  return (values) => {
    const args = parts.map((part) => part(values))
    return args.includes(null) ? missing : of(args)
  }
}

function textOrNull(element: XmlElement, name: string, dataType: string): Value {
  const text = element.attributes[name]
  return text === undefined ? null : typed(text, dataType)
}

function mapped(element: XmlElement, scope: Scope): Compiled {
  const dataType = attribute(element, 'dataType')
  const pair = childNamed(element, 'FieldColumnPair')
  const [from, to] = [attribute(pair, 'column'), attribute(element, 'outputColumn')]
  const rows = childrenNamed(childNamed(element, 'InlineTable'), 'row')
  const table = new Map(rows.map((row) => [childNamed(row, from).text, typed(childNamed(row, to).text, dataType)]))
  const [missing, other] = ['mapMissingTo', 'defaultValue'].map((name) => textOrNull(element, name, dataType))
  const field = fieldOf(attribute(pair, 'field'), scope)
  return (values) => {
    const value = field(values)
    if (value === null) return missing ?? null
    return table.get(String(value)) ?? other ?? null
  }
}

/** Linear between the points; beyond them the outer values. */
function interpolated(element: XmlElement, scope: Scope): Compiled {
  if (attribute(element, 'outliers') !== 'asExtremeValues') throw new Error('Values beyond the points are not defined.')
  const points = childrenNamed(element, 'LinearNorm').map((point) => ({
    x: numberIn(point, 'orig'),
    y: numberIn(point, 'norm'),
  }))
  const field = fieldOf(attribute(element, 'field'), scope)
  return (values) => {
    const x = field(values)
    if (typeof x !== 'number') return null
    const after = points.findIndex((point) => x < point.x)
    const [left, right] = [points[after - 1], points[after]]
    // Before the first point there is none to the left, beyond the last one none to the right.
    if (left === undefined || right === undefined) return (right ?? points.at(-1))?.y ?? null
    return left.y + ((x - left.x) / (right.x - left.x)) * (right.y - left.y)
  }
}

function discretized(element: XmlElement, scope: Scope): Compiled {
  const dataType = attribute(element, 'dataType')
  const bins = childrenNamed(element, 'DiscretizeBin').map((bin) => {
    const interval = childNamed(bin, 'Interval')
    const margin = (name: string, open: number): number =>
      interval.attributes[name] === undefined ? open : numberIn(interval, name)
    return {
      value: typed(attribute(bin, 'binValue'), dataType),
      left: margin('leftMargin', -Infinity),
      right: margin('rightMargin', Infinity),
      isClosed: attribute(interval, 'closure') === 'closedClosed',
    }
  })
  const other = textOrNull(element, 'defaultValue', dataType)
  const field = fieldOf(attribute(element, 'field'), scope)
  return (values) => {
    const x = field(values)
    if (typeof x !== 'number') return null
    const bin = bins.find(({ left, right, isClosed }) => x >= left && (x < right || (isClosed && x === right)))
    return bin === undefined ? other : bin.value
  }
}
