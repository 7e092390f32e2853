import { unsayable } from '../program/refusal.ts'
import { numberText } from './expressions.ts'
import { block, tag } from './xml.ts'

/** A number as a weighted sum of neurons, not yet a neuron itself. */
export interface Sum {
  /** Places of neurons, each once, and a weight each. */
  from: readonly number[]
  weights: readonly number[]
  constant: number
}

/** Activation functions of PMML that the network's own are made of. */
export type PmmlActivation = 'identity' | 'logistic' | 'tanh' | 'rectifier' | 'exponential'

/** Connections that a file may have: programs hold the whole of it in memory. */
const mostConnections = 200_000
const smaller = 'Train a smaller network, or export as ONNX, Python, JavaScript or C, which have no such limit.'

/** Collects the neurons of a network, layer by layer; neural inputs are the first. */
export class Neurons {
  readonly #inputs: string[] = []
  readonly #layers: string[] = []
  readonly #ids: string[] = []
  #connections = 0

  get inputs(): readonly string[] {
    return this.#inputs
  }

  get layers(): readonly string[] {
    return this.#layers
  }

  id(place: number): string {
    return this.#ids[place] ?? ''
  }

  /** Errors: `unusable-input` where so many further connections are too many. */
  makeRoom(connections: number): void {
    if (this.#connections + connections > mostConnections) {
      throw unsayable('PMML', `its network would have more than ${mostConnections} connections, the limit`, smaller)
    }
  }

  /** A neural input that is this expression. */
  input(expression: string): Sum {
    const id = `0,${this.#inputs.length}`
    const derived = tag('DerivedField', { optype: 'continuous', dataType: 'double' }, [expression])
    this.#inputs.push(tag('NeuralInput', { id }, [derived]))
    return neuron(this.#ids.push(id) - 1)
  }

  /** A layer of neurons: each sum with the activation function. */
  layer(sums: readonly Sum[], activation: PmmlActivation, normalization: 'none' | 'softmax' = 'none'): Sum[] {
    const number = this.#layers.length + 1
    const ids = sums.map((_, k) => `${number},${k}`)
    const neurons = sums.map((sum, k) =>
      tag('Neuron', { id: ids[k] ?? '', bias: numberText(sum.constant) }, this.#connected(sum)),
    )
    const attributes = {
      numberOfNeurons: sums.length,
      activationFunction: activation,
      normalizationMethod: normalization,
    }
    this.#layers.push(block('NeuralLayer', attributes, neurons))
    return ids.map((id) => neuron(this.#ids.push(id) - 1))
  }

  /** A neuron has at least one connection. */
  #connected({ from, weights }: Sum): string[] {
    const used = from.flatMap((place, k) => {
      const weight = weights[k] ?? 0
      return weight === 0 ? [] : [{ place, weight }]
    })
    if (used.length === 0) used.push({ place: 0, weight: 0 })
    this.#connections += used.length
    this.makeRoom(0)
    return used.map(({ place, weight }) => `<Con from="${this.id(place)}" weight="${numberText(weight)}"/>`)
  }
}

function neuron(place: number): Sum {
  return { from: [place], weights: [1], constant: 0 }
}

/** x · factor + summand */
export function scaled(x: Sum, factor: number, summand = 0): Sum {
  return { from: x.from, weights: x.weights.map((weight) => weight * factor), constant: x.constant * factor + summand }
}

/** The sum of numbers with their weights, and a constant. */
export function weighted(xs: readonly Sum[], weightOf: (k: number) => number, constant: number): Sum {
  const places = new Map<number, number>()
  const from: number[] = []
  const weights: number[] = []
  let all = constant
  for (const [k, x] of xs.entries()) {
    const weight = weightOf(k)
    if (weight === 0) continue
    all += weight * x.constant
    for (const [at, source] of x.from.entries()) {
      const product = weight * (x.weights[at] ?? 0)
      const place = places.get(source)
      if (place === undefined) {
        places.set(source, from.push(source) - 1)
        weights.push(product)
      } else {
        weights[place] = (weights[place] ?? 0) + product
      }
    }
  }
  return { from, weights, constant: all }
}

/** Whether a sum is a neuron as it stands. */
export function isNeuron({ from, weights, constant }: Sum): boolean {
  return from.length === 1 && weights[0] === 1 && constant === 0
}
