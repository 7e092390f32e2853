/** An element of an XML document as a parser gives it. */
export interface XmlElement {
  name: string
  attributes: Readonly<Record<string, string>>
  children: readonly XmlElement[]
  /** The text that stands in it. */
  text: string
}

/** What PMML works with; null is a missing value. */
export type Value = number | string | boolean | null

export function childNamed(element: XmlElement, name: string): XmlElement {
  const child = element.children.find((one) => one.name === name)
  if (child === undefined) throw new Error(`${element.name} has no ${name}.`)
  return child
}

export function childrenNamed(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((one) => one.name === name)
}

export function attribute(element: XmlElement, name: string): string {
  const value = element.attributes[name]
  if (value === undefined) throw new Error(`${element.name} has no attribute ${name}.`)
  return value
}

/** A number that an attribute holds. */
export function numberIn(element: XmlElement, name: string): number {
  return toNumber(attribute(element, name))
}

/** A text as a value of a PMML data type. */
export function typed(text: string, dataType: string): Value {
  switch (dataType) {
    case 'double':
      return toNumber(text)
    case 'boolean':
      return text === 'true'
    case 'string':
      return text
    default:
      throw new Error(`The data type ${dataType} is not known.`)
  }
}

function toNumber(text: string): number {
  const number = text.trim() === '' ? NaN : Number(text)
  if (Number.isNaN(number)) throw new Error(`“${text}” is no number.`)
  return number
}
