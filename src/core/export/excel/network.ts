import { assertNever } from '../../../shared/assertNever.ts'
import type { Activation } from '../../../shared/training.ts'
import type { DenseStep, FeatureStep, LayerStep, Link, NetworkProgram } from '../program/network.ts'
import { numberFormula, type ConstantSheet, type RecordSheet } from './grids.ts'

/** Columns that stand side by side: the values of one member. */
interface Block {
  from: number
  width: number
}

/** Writes the network as columns behind those of the matrix, which are the sheet's first: the columns of its outputs. */
export function networkColumns(sheet: RecordSheet, weights: ConstantSheet, network: NetworkProgram): Block {
  const writer = new NetworkWriter(sheet, weights)
  const first = network.features === null ? { from: 0, width: network.width } : writer.features(network.features)
  const linked = writer.linked(network.link, writer.layers(network.layers, [first]))
  const [only] = linked
  if (only !== undefined && linked.length === 1) return only
  return writer.block(network.outputs, 'mean', (k) => {
    const all = linked.map((block) => sheet.at(block.from + k))
    return `AVERAGE(${all.join(',')})`
  })
}

class NetworkWriter {
  readonly #sheet: RecordSheet
  readonly #weights: ConstantSheet

  constructor(sheet: RecordSheet, weights: ConstantSheet) {
    this.#sheet = sheet
    this.#weights = weights
  }

  block(width: number, title: string, formula: (k: number) => string): Block {
    const from = this.#sheet.width
    for (let k = 0; k < width; k++) this.#sheet.add(`${title} ${k + 1}`, formula(k))
    return { from, width }
  }

  #range({ from, width }: Block): string {
    return this.#sheet.range(from, width)
  }

  features(steps: readonly FeatureStep[]): Block {
    const formulas = steps.flatMap((step) => this.#feature(step))
    return this.block(formulas.length, 'input', (k) => formulas[k] ?? '0')
  }

  #feature(step: FeatureStep): string[] {
    const sheet = this.#sheet
    switch (step.kind) {
      case 'number':
        return step.columns.map((column) => sheet.at(column))
      case 'oneHot':
        return Array.from({ length: step.levels }, (_, level) => `IF(${sheet.at(step.column)}=${level},1,0)`)
      case 'embedding':
        return Array.from({ length: step.dimension }, (_, k) => {
          const numbers = Array.from(
            { length: step.levels },
            (_each, level) => step.table[level * step.dimension + k] ?? 0,
          )
          const index = sheet.at(step.column)
          return `IF(${index}<0,0,INDEX(${this.#weights.addRow(numbers)},1,${index}+1))`
        })
      case 'periodic':
        return step.columns.flatMap((column, k) => {
          const { frequencies, dimension } = step
          const layer = step.shared ? 0 : k
          const size = 2 * frequencies * dimension
          const angles = Array.from(step.angles.subarray(k * frequencies, (k + 1) * frequencies), numberFormula)
          const waves = this.block(2 * frequencies, 'wave', (at) => {
            const wave = at < frequencies ? 'SIN' : 'COS'
            return `${wave}(${sheet.at(column)}*${angles[at % frequencies] ?? '0'})`
          })
          const kernel = step.kernel.subarray(layer * size, (layer + 1) * size)
          const bias = step.bias.subarray(layer * dimension, (layer + 1) * dimension)
          return this.#activations(this.#weighted(waves, kernel, bias), step.activation)
        })
      case 'piecewiseLinear':
        return step.columns.flatMap(({ column, edges, dense }) => {
          const last = edges.length - 2
          const bins = this.block(last + 1, 'bin', (k) => {
            const [from, to] = [edges[k] ?? NaN, edges[k + 1] ?? NaN]
            const part = `(${sheet.at(column)}-${numberFormula(from)})/${numberFormula(to - from)}`
            const atLeast = k === 0 ? part : `MAX(0,${part})`
            return k === last ? atLeast : `MIN(1,${atLeast})`
          })
          const block = dense === null ? bins : this.#weighted(bins, dense.kernel, dense.bias)
          return this.#activations(block, step.activation)
        })
      default:
        return assertNever(step)
    }
  }

  #activations(block: Block, activation: Activation): string[] {
    return Array.from({ length: block.width }, (_, k) => activationFormula(activation, this.#sheet.at(block.from + k)))
  }

  /** x W + bias, W [inputs, units] */
  #weighted(x: Block, kernel: Float32Array, bias: Float32Array | null): Block {
    const units = kernel.length / x.width
    return this.block(units, 'sum', (u) => {
      const own = Float64Array.from({ length: x.width }, (_, i) => kernel[i * units + u] ?? 0)
      return `${numberFormula(bias?.[u] ?? 0)}+SUMPRODUCT(${this.#range(x)},${this.#weights.addRow(own)})`
    })
  }

  #activated(block: Block, activation: Activation): Block {
    if (activation === 'linear') return block
    return this.block(block.width, activation, (k) => activationFormula(activation, this.#sheet.at(block.from + k)))
  }

  layers(layers: readonly LayerStep[], blocks: Block[]): Block[] {
    return layers.reduce((all, layer) => this.#layer(layer, all), blocks)
  }

  #layer(layer: LayerStep, blocks: Block[]): Block[] {
    const sheet = this.#sheet
    switch (layer.kind) {
      case 'dense':
        return this.#dense(layer, blocks)
      case 'activation':
        return blocks.map((block) => this.#activated(block, layer.activation))
      case 'prelu':
        return this.#byMember(blocks, layer.members, 'prelu', (x, k) => {
          return `IF(${x}<0,${x}*${numberFormula(layer.slopes[k] ?? 0)},${x})`
        })
      case 'affine':
        return this.#scaled(blocks, layer.members, layer.factors, layer.summands)
      case 'normalization': {
        const normalized = blocks.map((block) => this.#normalized(block, layer.shift !== null, layer.epsilon))
        return this.#scaled(normalized, layer.members, layer.gain, layer.shift)
      }
      case 'residual': {
        const made = this.layers(layer.layers, blocks)
        return made.map((block, m) => {
          const before = blocks[blocks.length === 1 ? 0 : m] ?? block
          return this.block(
            block.width,
            'with input',
            (k) => `${sheet.at(before.from + k)}+${sheet.at(block.from + k)}`,
          )
        })
      }
      default:
        return assertNever(layer)
    }
  }

  #dense(
    { inputs, units, members, kernel, inputFactors, outputFactors, bias, activation }: DenseStep,
    blocks: Block[],
  ) {
    return Array.from({ length: members }, (_, m): Block => {
      const x = blocks[blocks.length === 1 ? 0 : m] ?? { from: 0, width: inputs }
      const size = inputs * units
      const from = kernel.members === 1 ? 0 : m * size
      const weights = kernel.values.subarray(from, from + size).map((weight, at) => {
        const [i, u] = [Math.floor(at / units), at % units]
        return weight * (inputFactors?.[m * inputs + i] ?? 1) * (outputFactors?.[m * units + u] ?? 1)
      })
      const first = bias === null || bias.members === 1 ? 0 : m * units
      const sums = this.#weighted(x, weights, bias?.values.subarray(first, first + units) ?? null)
      return this.#activated(sums, activation)
    })
  }

  #scaled(blocks: Block[], members: number, factors: Float32Array, summands: Float32Array | null): Block[] {
    return this.#byMember(blocks, members, 'scaled', (x, k) => {
      const scaled = `${x}*${numberFormula(factors[k] ?? 0)}`
      return summands === null ? scaled : `${scaled}+${numberFormula(summands[k] ?? 0)}`
    })
  }

  /** Each number with the place that its member and column have in [members, width]. */
  #byMember(blocks: Block[], members: number, title: string, change: (x: string, place: number) => string): Block[] {
    return Array.from({ length: members }, (_, m) => {
      const block = blocks[blocks.length === 1 ? 0 : m] ?? { from: 0, width: 0 }
      return this.block(block.width, title, (k) => change(this.#sheet.at(block.from + k), m * block.width + k))
    })
  }

  #normalized(block: Block, isCentred: boolean, epsilon: number): Block {
    const range = this.#range(block)
    const mean = isCentred ? this.#sheet.add('mean', `AVERAGE(${range})`) : '0'
    const squares = isCentred ? `DEVSQ(${range})` : `SUMSQ(${range})`
    const root = this.#sheet.add('root', `SQRT(${squares}/${block.width}+${numberFormula(epsilon)})`)
    return this.block(block.width, 'normalized', (k) => `(${this.#sheet.at(block.from + k)}-${mean})/${root}`)
  }

  linked(link: Link, blocks: Block[]): Block[] {
    const each = (title: string, change: (x: string, k: number) => string): Block[] =>
      blocks.map((block) => this.block(block.width, title, (k) => change(this.#sheet.at(block.from + k), k)))
    switch (link) {
      case 'identity':
        return blocks
      case 'exponential':
        return each('output', (x) => `EXP(${x})`)
      case 'deviation':
        return each('output', (x, k) => (k === 1 ? `EXP(${x}/2)` : x))
      case 'sigmoid':
        return each('output', sigmoid)
      case 'softmax':
        return blocks.map((block) => {
          const most = this.#sheet.add('greatest', `MAX(${this.#range(block)})`)
          const powers = this.block(block.width, 'power', (k) => `EXP(${this.#sheet.at(block.from + k)}-${most})`)
          const sum = this.#sheet.add('sum', `SUM(${this.#range(powers)})`)
          return this.block(block.width, 'output', (k) => `${this.#sheet.at(powers.from + k)}/${sum}`)
        })
      default:
        return assertNever(link)
    }
  }
}

/** Exponentials beyond this are errors. */
const sigmoid = (x: string): string => `1/(1+EXP(-MAX(-700,MIN(700,${x}))))`
const softplus = (x: string): string => `(MAX(0,${x})+LN(1+EXP(-MIN(700,ABS(${x})))))`
const hardSigmoid = (x: string): string => `MIN(1,MAX(0,${x}/6+0.5))`
const expMinus1 = (x: string): string => `(EXP(MAX(-700,${x}))-1)`

/** Constants as in the engine. */
function activationFormula(activation: Activation, x: string): string {
  switch (activation) {
    case 'linear':
      return x
    case 'relu':
      return `MAX(0,${x})`
    case 'leakyRelu':
      return `IF(${x}<0,0.01*${x},${x})`
    case 'elu':
      return `IF(${x}<0,${expMinus1(x)},${x})`
    case 'selu':
      return `1.0507009873554805*IF(${x}<0,1.6732632423543772*${expMinus1(x)},${x})`
    case 'gelu':
      return `0.5*${x}*(1+TANH(0.7978845608028654*(${x}+0.044715*${x}*${x}*${x})))`
    case 'silu':
      return `${x}*${sigmoid(x)}`
    case 'mish':
      return `${x}*TANH(${softplus(x)})`
    case 'tanh':
      return `TANH(${x})`
    case 'sigmoid':
      return sigmoid(x)
    case 'softplus':
      return softplus(x)
    case 'hardSigmoid':
      return hardSigmoid(x)
    case 'hardTanh':
      return `MAX(-1,MIN(1,${x}))`
    case 'hardSwish':
      return `${x}*${hardSigmoid(x)}`
    default:
      return assertNever(activation)
  }
}
