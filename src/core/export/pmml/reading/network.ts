import { attribute, childNamed, childrenNamed, numberIn, type XmlElement } from './element.ts'

/** Neurons by place: neural inputs first, then layer by layer. */
export interface NeuralNetwork {
  /** Places of neurons by their ids. */
  places: ReadonlyMap<string, number>
  /** The values of all neurons, from those of the neural inputs. */
  run(inputs: readonly number[]): Float64Array
}

interface Layer {
  from: number
  biases: Float64Array
  /** Where the connections of each neuron begin, and where the last ones end. */
  starts: Int32Array
  sources: Int32Array
  weights: Float64Array
  activation: (z: number) => number
  isSoftmax: boolean
}

const activations: Readonly<Record<string, (z: number) => number>> = {
  identity: (z) => z,
  rectifier: (z) => Math.max(0, z),
  logistic: (z) => 1 / (1 + Math.exp(-z)),
  tanh: Math.tanh,
  exponential: Math.exp,
}

/** Reads a NeuralNetwork element. Throws where a connection comes from a neuron that is not known before. */
export function readNetwork(model: XmlElement): NeuralNetwork {
  const inputs = childrenNamed(childNamed(model, 'NeuralInputs'), 'NeuralInput')
  const places = new Map(inputs.map((input, place) => [attribute(input, 'id'), place]))
  const layers = childrenNamed(model, 'NeuralLayer').map((element) => {
    const layer = readLayer(element, places)
    for (const neuron of element.children) places.set(attribute(neuron, 'id'), places.size)
    return layer
  })
  const size = places.size
  return {
    places,
    run: (given) => {
      const values = new Float64Array(size)
      values.set(given)
      for (const layer of layers) runLayer(layer, values)
      return values
    },
  }
}

function readLayer(element: XmlElement, places: ReadonlyMap<string, number>): Layer {
  const neurons = childrenNamed(element, 'Neuron')
  const connections = neurons.flatMap((neuron) => childrenNamed(neuron, 'Con'))
  const activation = activations[attribute(element, 'activationFunction')]
  if (activation === undefined) throw new Error('The activation function of a layer is not known.')
  let count = 0
  const starts = [0, ...neurons.map(({ children }) => (count += children.length))]
  return {
    from: places.size,
    biases: Float64Array.from(neurons, (neuron) => numberIn(neuron, 'bias')),
    starts: Int32Array.from(starts),
    sources: Int32Array.from(connections, (connection) => {
      const place = places.get(attribute(connection, 'from'))
      if (place === undefined) throw new Error('A connection comes from no neuron before it.')
      return place
    }),
    weights: Float64Array.from(connections, (connection) => numberIn(connection, 'weight')),
    activation,
    isSoftmax: element.attributes['normalizationMethod'] === 'softmax',
  }
}

function runLayer(
  { from, biases, starts, sources, weights, activation, isSoftmax }: Layer,
  values: Float64Array,
): void {
  for (const [k, bias] of biases.entries()) {
    let z = bias
    const end = starts[k + 1] ?? 0
    for (let c = starts[k] ?? 0; c < end; c++) z += (values[sources[c] ?? 0] ?? 0) * (weights[c] ?? 0)
    values[from + k] = activation(z)
  }
  if (isSoftmax) softmax(values.subarray(from, from + biases.length))
}

function softmax(values: Float64Array): void {
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity)
  const powers = values.map((value) => Math.exp(value - most))
  const sum = powers.reduce((a, b) => a + b, 0)
  for (const [k, power] of powers.entries()) values[k] = power / sum
}
