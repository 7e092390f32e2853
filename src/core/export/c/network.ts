import { assertNever } from '../../../shared/assertNever.ts'
import type { Activation } from '../../../shared/training.ts'
import type { DenseStep, FeatureStep, LayerStep, Link, NetworkProgram } from '../program/network.ts'
import { numberLiteral, type HeaderWriter } from './module.ts'

/** Values on their way: [members][width], row-major. */
interface Shape {
  members: number
  width: number
}

/**
 * Statements from `matrix`, the prepared row, to `outputs`, what the engine's `predict` gives. Two buffers take turns: `values`
 * holds what has come of the row so far, `next` what is being made of it.
 */
export function networkLines(module: HeaderWriter, network: NetworkProgram): string[] {
  const shape: Shape = { members: 1, width: network.width }
  const writer = new NetworkWriter(module, shape)
  writer.features(network.features)
  writer.layers(network.layers, 0)
  writer.link(network.link)
  const { members, width } = shape
  const sum = Array.from({ length: members }, (_, m) => `values[${m * width} + k]`)
  const mean = members === 1 ? 'values[k]' : `(${sum.join(' + ')}) / ${members}.0`
  return [
    `double buffers[2][${writer.largest}], outputs[${width}];`,
    ...(writer.swaps
      ? ['double *values = buffers[0], *next = buffers[1], *swapped;']
      : ['double *values = buffers[0];']),
    ...writer.lines,
    `for (int k = 0; k < ${width}; k++) outputs[k] = ${mean};`,
  ].map((line) => (writer.swaps ? line : line.replace('buffers[2]', 'buffers[1]')))
}

class NetworkWriter {
  readonly lines: string[] = []
  /** Numbers that a buffer must have room for. */
  largest: number
  swaps = false
  readonly #module: HeaderWriter
  readonly #shape: Shape

  constructor(module: HeaderWriter, shape: Shape) {
    this.#module = module
    this.#shape = shape
    this.largest = shape.width
  }

  features(features: readonly FeatureStep[] | null): void {
    if (features === null) {
      this.lines.push(`memcpy(values, matrix, sizeof matrix);`)
      return
    }
    let at = 0
    for (const step of features) at = this.#feature(step, at)
  }

  /** @returns where the next feature's values begin */
  #feature(step: FeatureStep, from: number): number {
    const module = this.#module
    let at = from
    const add = (call: string, width: number, activation: Activation = 'linear'): void => {
      this.lines.push(call)
      this.#activate(activation, at, width)
      at += width
    }
    switch (step.kind) {
      case 'number':
        for (const column of step.columns) add(`values[${at}] = matrix[${column}];`, 1)
        return at
      case 'oneHot':
        add(`${module.call('one_hot')}(matrix[${step.column}], ${step.levels}, values + ${at});`, step.levels)
        return at
      case 'embedding': {
        const table = module.floats('embeddings', step.table)
        const call = `${module.call('embedding')}(matrix[${step.column}], ${table}, ${step.dimension}, values + ${at});`
        add(call, step.dimension)
        return at
      }
      case 'periodic': {
        const { columns, frequencies, dimension, shared, activation } = step
        const [angles, kernel, bias] = [step.angles, step.kernel, step.bias].map((all) => module.floats('waves', all))
        for (const [k, column] of columns.entries()) {
          const layer = shared ? 0 : k
          const dense = `${kernel} + ${layer * 2 * frequencies * dimension}, ${bias} + ${layer * dimension}, ${dimension}`
          const waves = `${angles} + ${k * frequencies}, ${frequencies}, ${dense}`
          add(`${module.call('waves')}(matrix[${column}], ${waves}, values + ${at});`, dimension, activation)
        }
        return at
      }
      case 'piecewiseLinear':
        for (const { column, edges, dense } of step.columns) {
          const bins = `matrix[${column}], ${module.numbers('edges', edges)}, ${edges.length - 1}`
          if (dense === null) {
            add(`${module.call('bins')}(${bins}, values + ${at});`, edges.length - 1, step.activation)
            continue
          }
          const layer = `${module.floats('kernel', dense.kernel)}, ${module.floats('bias', dense.bias)}, ${dense.dimension}`
          add(`${module.call('weighted_bins')}(${bins}, ${layer}, values + ${at});`, dense.dimension, step.activation)
        }
        return at
      default:
        return assertNever(step)
    }
  }

  layers(layers: readonly LayerStep[], depth: number): void {
    for (const layer of layers) this.#layer(layer, depth)
  }

  #layer(layer: LayerStep, depth: number): void {
    const module = this.#module
    switch (layer.kind) {
      case 'dense':
        this.#dense(layer)
        return
      case 'activation':
        this.#activate(layer.activation)
        return
      case 'prelu': {
        this.#spread(layer.members)
        const slopes = module.floats('slopes', layer.slopes)
        this.#each(`if (values[i] < 0.0) values[i] *= ${slopes}[i];`)
        return
      }
      case 'affine':
        this.#scale(layer.factors, layer.summands, layer.members)
        return
      case 'normalization': {
        const { members, width } = this.#shape
        const settings = `${members}, ${width}, ${layer.shift === null ? 0 : 1}, ${numberLiteral(layer.epsilon)}`
        this.lines.push(`${module.call('normalize')}(values, ${settings});`)
        this.#scale(layer.gain, layer.shift, layer.members)
        return
      }
      case 'residual':
        this.#residual(layer.layers, depth)
        return
      default:
        assertNever(layer)
    }
  }

  #residual(layers: readonly LayerStep[], depth: number): void {
    const { members, width } = this.#shape
    const before = `before${depth + 1}`
    this.lines.push('{', `double ${before}[${members * width}];`, `memcpy(${before}, values, sizeof ${before});`)
    this.layers(layers, depth + 1)
    this.#each(`values[i] += ${before}[i${members === this.#shape.members ? '' : ` % ${width}`}];`)
    this.lines.push('}')
  }

  #dense(layer: DenseStep): void {
    const module = this.#module
    const { inputs, units, members, kernel, inputFactors, outputFactors, bias, activation } = layer
    const optional = (values: Float32Array | null | undefined): string =>
      values === null || values === undefined ? 'NULL' : module.floats('factors', values)
    const sizes = `values, ${this.#shape.members}, next, ${members}, ${inputs}, ${units}`
    const weights = `${module.floats('kernel', kernel.values)}, ${kernel.members}`
    const factors = `${optional(inputFactors)}, ${optional(outputFactors)}`
    const biases = bias === null ? 'NULL, 1' : `${module.floats('bias', bias.values)}, ${bias.members}`
    this.lines.push(`${module.call('dense')}(${sizes}, ${weights}, ${factors}, ${biases});`)
    this.lines.push('swapped = values, values = next, next = swapped;')
    this.swaps = true
    this.#reshape(members, units)
    this.#activate(activation)
  }

  #scale(factors: Float32Array, summands: Float32Array | null, members: number): void {
    this.#spread(members)
    const scaled = `values[i] * ${this.#module.floats('factors', factors)}[i]`
    const all = summands === null ? scaled : `${scaled} + ${this.#module.floats('summands', summands)}[i]`
    this.#each(`values[i] = ${all};`)
  }

  #spread(members: number): void {
    const { width } = this.#shape
    if (members === this.#shape.members) return
    this.lines.push(`${this.#module.call('spread')}(values, ${width}, ${members});`)
    this.#reshape(members, width)
  }

  #reshape(members: number, width: number): void {
    Object.assign(this.#shape, { members, width })
    this.largest = Math.max(this.largest, members * width)
  }

  #activate(activation: Activation, from = 0, width = this.#shape.members * this.#shape.width): void {
    if (activation === 'linear') return
    const curve = activation === 'tanh' ? 'tanh' : this.#module.call(activation)
    this.lines.push(`for (int i = ${from}; i < ${from + width}; i++) values[i] = ${curve}(values[i]);`)
  }

  #each(statement: string): void {
    const { members, width } = this.#shape
    this.lines.push(`for (int i = 0; i < ${members * width}; i++) ${statement}`)
  }

  link(link: Link): void {
    const { members, width } = this.#shape
    switch (link) {
      case 'identity':
        return
      case 'exponential':
        this.#each('values[i] = exp(values[i]);')
        return
      case 'deviation':
        this.#each(`if (i % ${width} == 1) values[i] = exp(values[i] / 2.0);`)
        return
      case 'sigmoid':
        this.#activate('sigmoid')
        return
      case 'softmax':
        this.lines.push(`${this.#module.call('softmax')}(values, ${members}, ${width});`)
        return
      default:
        assertNever(link)
    }
  }
}
