import { assertNever } from '../../../shared/assertNever.ts'
import type { Activation } from '../../../shared/training.ts'
import type { DenseStep, FeatureStep, LayerStep, Link, NetworkProgram } from '../program/network.ts'
import { numberLiteral, type ModuleWriter } from './module.ts'

/** Arrow functions of x; null where values stay as they are. Constants as in the engine. */
const activations: Record<Activation, string | null> = {
  linear: null,
  relu: '(x) => Math.max(0, x)',
  leakyRelu: '(x) => (x < 0 ? 0.01 * x : x)',
  elu: '(x) => (x < 0 ? Math.expm1(x) : x)',
  selu: '(x) => 1.0507009873554805 * (x < 0 ? 1.6732632423543772 * Math.expm1(x) : x)',
  gelu: '(x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))',
  silu: '(x) => x / (1 + Math.exp(-x))',
  mish: '(x) => x * Math.tanh(Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x))))',
  tanh: '(x) => Math.tanh(x)',
  sigmoid: '(x) => 1 / (1 + Math.exp(-x))',
  softplus: '(x) => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)))',
  hardSigmoid: '(x) => Math.min(1, Math.max(0, x / 6 + 0.5))',
  hardTanh: '(x) => Math.min(1, Math.max(-1, x))',
  hardSwish: '(x) => x * Math.min(1, Math.max(0, x / 6 + 0.5))',
}

/** Lines from `matrix`, the prepared row, to `outputs`, what the engine's `predict` gives. */
export function networkLines(module: ModuleWriter, network: NetworkProgram): string[] {
  const { features, layers, link, members } = network
  const first =
    features === null ? 'matrix' : `[\n    ${features.map((step) => featureSource(module, step)).join(',\n    ')},\n  ]`
  const linked = linkSource(module, link)
  return [
    `let values = [Float64Array.from(${first})]`,
    ...layerLines(module, layers, 0),
    ...(linked === null ? [] : [`values = values.map(${linked})`]),
    members === 1 ? 'const outputs = values[0]' : `const outputs = ${module.helper('meanOfMembers')}(values)`,
  ]
}

function activationOf(module: ModuleWriter, activation: Activation): string {
  const source = activations[activation]
  return source === null ? 'null' : module.named(activation, source)
}

function featureSource(module: ModuleWriter, step: FeatureStep): string {
  switch (step.kind) {
    case 'number':
      return step.columns.map((column) => `matrix[${column}]`).join(', ')
    case 'oneHot':
      return `...${module.helper('oneHot')}(matrix[${step.column}], ${step.levels})`
    case 'embedding': {
      const table = module.floats('embeddings', step.table)
      return `...${module.helper('embedding')}(matrix[${step.column}], ${table}, ${step.dimension})`
    }
    case 'periodic': {
      const { frequencies, dimension, shared } = step
      const sizes = { kernel: 2 * frequencies * dimension, bias: dimension }
      const part = (values: Float32Array, size: number, k: number): string =>
        module.floats('waves', values.subarray(k * size, (k + 1) * size))
      return step.columns
        .map((column, k) => {
          const layer = shared ? 0 : k
          const angles = part(step.angles, frequencies, k)
          const dense = `${part(step.kernel, sizes.kernel, layer)}, ${part(step.bias, sizes.bias, layer)}`
          const sums = `${module.helper('waves')}(matrix[${column}], ${angles}, ${dense})`
          return activated(module, sums, step.activation)
        })
        .join(',\n    ')
    }
    case 'piecewiseLinear':
      return step.columns
        .map(({ column, edges, dense }) => {
          const bins = `${module.helper('bins')}(matrix[${column}], ${module.numbers('edges', edges)})`
          if (dense === null) return activated(module, bins, step.activation)
          const layer = `${module.floats('kernel', dense.kernel)}, ${module.floats('bias', dense.bias)}`
          return activated(module, `${module.helper('weighted')}(${bins}, ${layer})`, step.activation)
        })
        .join(',\n    ')
    default:
      return assertNever(step)
  }
}

function activated(module: ModuleWriter, values: string, activation: Activation): string {
  const name = activationOf(module, activation)
  return name === 'null' ? `...${values}` : `...${values}.map(${name})`
}

function layerLines(module: ModuleWriter, layers: readonly LayerStep[], depth: number): string[] {
  return layers.flatMap((layer): string[] => {
    switch (layer.kind) {
      case 'dense':
        return [`values = ${module.helper('dense')}(values, ${denseConstant(module, layer)})`]
      case 'activation': {
        const name = activationOf(module, layer.activation)
        return name === 'null' ? [] : [`values = ${module.helper('activate')}(values, ${name})`]
      }
      case 'prelu':
        return byMember(
          module,
          layer.members,
          `(x, k) => (x < 0 ? x * ${module.floats('slopes', layer.slopes)}[k] : x)`,
        )
      case 'affine': {
        const scaled = `x * ${module.floats('factors', layer.factors)}[k]`
        const all = layer.summands === null ? scaled : `${scaled} + ${module.floats('summands', layer.summands)}[k]`
        return byMember(module, layer.members, `(x, k) => ${all}`)
      }
      case 'normalization': {
        const scaled = `x * ${module.floats('gain', layer.gain)}[k]`
        const all = layer.shift === null ? scaled : `${scaled} + ${module.floats('shift', layer.shift)}[k]`
        return [
          `values = ${module.helper('normalized')}(values, ${layer.shift !== null}, ${numberLiteral(layer.epsilon)})`,
          ...byMember(module, layer.members, `(x, k) => ${all}`),
        ]
      }
      case 'residual': {
        const before = `before${depth + 1}`
        const inner = layerLines(module, layer.layers, depth + 1).map((line) => `  ${line}`)
        return [
          '{',
          `  const ${before} = values`,
          ...inner,
          `  values = ${module.helper('sum')}(${before}, values)`,
          '}',
        ]
      }
      default:
        return assertNever(layer)
    }
  })
}

function byMember(module: ModuleWriter, members: number, change: string): string[] {
  return [`values = ${module.helper('byMember')}(values, ${members}, ${change})`]
}

function denseConstant(module: ModuleWriter, layer: DenseStep): string {
  const optional = (prefix: string, values: Float32Array | undefined | null): string =>
    values === undefined || values === null ? 'null' : module.floats(prefix, values)
  const { inputs, units, members } = layer
  const parts = [
    `inputs: ${inputs}, units: ${units}, members: ${members}`,
    `kernel: ${module.floats('kernel', layer.kernel.values)}`,
    `inputFactors: ${optional('factors', layer.inputFactors)}, outputFactors: ${optional('factors', layer.outputFactors)}`,
    `bias: ${optional('bias', layer.bias?.values)}, activation: ${activationOf(module, layer.activation)}`,
  ]
  return module.constant('layer', layer, () => `{ ${parts.join(', ')} }`)
}

function linkSource(module: ModuleWriter, link: Link): string | null {
  switch (link) {
    case 'identity':
      return null
    case 'exponential':
      return '(x) => x.map((value) => Math.exp(value))'
    case 'deviation':
      return '(x) => x.map((value, k) => (k === 1 ? Math.exp(value / 2) : value))'
    case 'sigmoid':
      return '(x) => x.map((value) => 1 / (1 + Math.exp(-value)))'
    case 'softmax':
      return module.helper('softmax')
    default:
      return assertNever(link)
  }
}
