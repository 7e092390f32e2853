import type { RawValue } from '../../program/vectors.ts'
import { attribute, childNamed, childrenNamed, type Value, type XmlElement } from './element.ts'
import { compiled, expressionIn, type Compiled, type Scope } from './expressions.ts'
import { readNetwork } from './network.ts'

/** A PMML document as something that predicts. */
export interface PmmlModel {
  /** Connections of the network: how long a row takes. */
  connections: number
  /** The first output field, then the others; null where there is no prediction. */
  predict(row: Readonly<Record<string, RawValue>>): (string | number | null)[]
}

/**
 * Reads a PMML 4.4 document with a NeuralNetwork by what the standard says of its elements, as far as files of Descent have them. It knows
 * nothing of what wrote the document: what it predicts is what the document says.
 *
 * Throws an Error for a document that says anything else.
 */
export function readPmml(root: XmlElement): PmmlModel {
  const model = childNamed(root, 'NeuralNetwork')
  const columns = readColumns(root, model)
  const fields = new Map(columns.map(({ name }, place) => [name, place]))
  const scope: Scope = { fields, functions: readFunctions(root) }
  const derived = childrenNamed(childNamed(model, 'LocalTransformations'), 'DerivedField').map((field): Compiled => {
    const expression = compiled(expressionIn(field), scope)
    const name = attribute(field, 'name')
    if (fields.has(name)) throw new Error(`Two fields are called “${name}”.`)
    fields.set(name, fields.size)
    return expression
  })
  const inputs = childrenNamed(childNamed(model, 'NeuralInputs'), 'NeuralInput').map((input) =>
    compiled(expressionIn(childNamed(input, 'DerivedField')), scope),
  )
  const network = readNetwork(model)
  const outputs = readOutputs(model, network.places)
  const connections = childrenNamed(model, 'NeuralLayer')
    .flatMap(({ children }) => children)
    .reduce((sum, neuron) => sum + neuron.children.length, 0)
  return {
    connections,
    predict: (row) => {
      const values: Value[] = columns.map(({ name, missing }) => {
        const value = row[name] ?? null
        return typeof value === 'string' && missing.has(value) ? null : value
      })
      for (const expression of derived) values.push(expression(values))
      const given = inputs.map((input) => input(values))
      const numbers = given.filter((value) => typeof value === 'number')
      return numbers.length < given.length ? outputs.none : outputs.of(network.run(numbers))
    },
  }
}

interface Column {
  name: string
  /** Texts that stand for a missing value. */
  missing: ReadonlySet<string>
}

/** The columns that the model takes, of those that the document declares. */
function readColumns(root: XmlElement, model: XmlElement): Column[] {
  const declared = new Map(
    childrenNamed(childNamed(root, 'DataDictionary'), 'DataField').map((field) => [attribute(field, 'name'), field]),
  )
  return childrenNamed(childNamed(model, 'MiningSchema'), 'MiningField').flatMap((field): Column[] => {
    const name = attribute(field, 'name')
    const data = declared.get(name)
    if (data === undefined) throw new Error(`The field “${name}” is not declared.`)
    if (attribute(field, 'usageType') !== 'active') return []
    const missing = data.children.filter((value) => value.attributes['property'] === 'missing')
    return [{ name, missing: new Set(missing.map((value) => attribute(value, 'value'))) }]
  })
}

function readFunctions(root: XmlElement): Map<string, Compiled> {
  const functions = new Map<string, Compiled>()
  for (const definition of childrenNamed(childNamed(root, 'TransformationDictionary'), 'DefineFunction')) {
    const parameters = childrenNamed(definition, 'ParameterField').map((parameter) => attribute(parameter, 'name'))
    const fields = new Map(parameters.map((name, place) => [name, place]))
    functions.set(attribute(definition, 'name'), compiled(expressionIn(definition), { fields, functions: new Map() }))
  }
  return functions
}

interface Outputs {
  none: null[]
  of(neurons: Float64Array): (string | number)[]
}

/** The output fields: the predicted value first, then the probabilities that are asked for. */
function readOutputs(model: XmlElement, places: ReadonlyMap<string, number>): Outputs {
  const neural = childrenNamed(childNamed(model, 'NeuralOutputs'), 'NeuralOutput').map((output) => {
    const place = places.get(attribute(output, 'outputNeuron'))
    if (place === undefined) throw new Error('An output has no neuron.')
    return { place, value: expressionIn(childNamed(output, 'DerivedField')).attributes['value'] ?? null }
  })
  const fields = childrenNamed(childNamed(model, 'Output'), 'OutputField')
  const [first, ...others] = fields
  if (first === undefined || attribute(first, 'feature') !== 'predictedValue') throw new Error('No value is predicted.')
  const asked = others.map((field) => {
    const found = neural.findIndex(({ value }) => value === attribute(field, 'value'))
    if (found < 0 || attribute(field, 'feature') !== 'probability') throw new Error('An output field is not known.')
    return found
  })
  return {
    none: fields.map(() => null),
    of: (neurons) => {
      const values = neural.map(({ place }) => neurons[place] ?? NaN)
      const best = values.indexOf(values.reduce((a, b) => Math.max(a, b), -Infinity))
      const predicted = neural[best]?.value ?? values[0] ?? NaN
      return [predicted, ...asked.map((place) => values[place] ?? NaN)]
    },
  }
}
