import { assertNever } from '../../../shared/assertNever.ts'
import type { Activation } from '../../../shared/training.ts'
import type { DenseStep, FeatureStep, LayerStep, Link, NetworkProgram } from '../program/network.ts'
import type { Dialect } from './dialects.ts'
import { activationSql, exponentialSql, sigmoidSql } from './functions.ts'
import { numberLiteral, real, sumOf, weightedSum } from './literals.ts'
import type { Stages, Value } from './stages.ts'

/** What members have on the way: [members][width]. */
type Rows = Value[][]

/** The network's outputs as columns, made of those of the matrix. */
export function networkOutputs(
  dialect: Dialect,
  stages: Stages,
  network: NetworkProgram,
  matrix: readonly Value[],
): Value[] {
  const writer = new NetworkWriter(dialect, stages)
  const first = network.features?.flatMap((step) => writer.feature(step, matrix)) ?? [...matrix]
  const linked = writer.linked(network.link, writer.layers(network.layers, [first]))
  if (linked.length === 1) return linked[0] ?? []
  return (linked[0] ?? []).map((_, k) => {
    const all = linked.flatMap((row) => row[k] ?? [])
    return stages.column(`(${sumOf(all.map(({ sql }) => sql))}) / ${all.length}.0`, all)
  })
}

class NetworkWriter {
  readonly #dialect: Dialect
  readonly #stages: Stages

  constructor(dialect: Dialect, stages: Stages) {
    this.#dialect = dialect
    this.#stages = stages
  }

  feature(step: FeatureStep, matrix: readonly Value[]): Value[] {
    const at = (column: number): Value => {
      const value = matrix[column]
      if (value === undefined) throw new RangeError(`The matrix has no column ${column}.`)
      return value
    }
    switch (step.kind) {
      case 'number':
        return step.columns.map(at)
      case 'oneHot':
        return Array.from({ length: step.levels }, (_, level) => this.#chosen(at(step.column), new Map([[level, 1]])))
      case 'embedding':
        return Array.from({ length: step.dimension }, (_, k) => {
          const levels = Array.from({ length: step.levels }, (_each, level) => level)
          const numbers = levels.map((level) => [level, step.table[level * step.dimension + k] ?? NaN] as const)
          return this.#chosen(at(step.column), new Map(numbers))
        })
      case 'periodic':
        return step.columns.flatMap((column, k) => this.#waves(step, at(column), k))
      case 'piecewiseLinear':
        return step.columns.flatMap(({ column, edges, dense }) => {
          const bins = this.#bins(at(column), edges)
          if (dense === null) return this.#activated(bins, step.activation)
          return this.#activated(this.#weighted(bins, dense.kernel, dense.bias), step.activation)
        })
      default:
        return assertNever(step)
    }
  }

  /** A number for each of some indices, else 0. */
  #chosen(index: Value, numbers: ReadonlyMap<number, number>): Value {
    const cases = [...numbers].map(([level, number]) => `WHEN ${level} THEN ${numberLiteral(number, '')}`)
    return this.#stages.column(real(`CASE ${index.sql} ${cases.join(' ')} ELSE 0.0 END`), [index])
  }

  #waves(step: Extract<FeatureStep, { kind: 'periodic' }>, x: Value, place: number): Value[] {
    const { frequencies, dimension, shared } = step
    const layer = shared ? 0 : place
    const angles = step.angles.subarray(place * frequencies, (place + 1) * frequencies)
    const waves = ['sin', 'cos'].flatMap((wave) =>
      Array.from(angles, (angle) => this.#stages.column(`${wave}(${x.sql} * ${numberLiteral(angle, '')})`, [x])),
    )
    const size = 2 * frequencies * dimension
    const kernel = step.kernel.subarray(layer * size, (layer + 1) * size)
    const bias = step.bias.subarray(layer * dimension, (layer + 1) * dimension)
    return this.#activated(this.#weighted(waves, kernel, bias), step.activation)
  }

  /** Of each bin how much of it lies below x; the first and the last go on beyond their outer ends. */
  #bins(x: Value, edges: readonly number[]): Value[] {
    const last = edges.length - 2
    return Array.from({ length: last + 1 }, (_, k) => {
      const [from, to] = [edges[k] ?? NaN, edges[k + 1] ?? NaN]
      const part = `(${x.sql} - (${numberLiteral(from, '')})) / ${numberLiteral(to - from, '')}`
      const low = k === 0 ? '' : `WHEN ${x.sql} <= ${numberLiteral(from, '')} THEN 0.0`
      const high = k === last ? '' : `WHEN ${x.sql} >= ${numberLiteral(to, '')} THEN 1.0`
      return this.#stages.column(low === '' && high === '' ? part : `CASE ${low} ${high} ELSE ${part} END`, [x])
    })
  }

  /** x W + bias, W [inputs, units] */
  #weighted(x: readonly Value[], kernel: Float32Array, bias: Float32Array | null): Value[] {
    const units = x.length === 0 ? 0 : kernel.length / x.length
    const names = x.map(({ sql }) => sql)
    return Array.from({ length: units }, (_, u) => {
      const weights = x.map((_each, i) => kernel[i * units + u] ?? 0)
      return this.#stages.column(real(weightedSum(names, weights, bias?.[u] ?? 0)), x)
    })
  }

  #activated(x: readonly Value[], activation: Activation): Value[] {
    return x.map((value) => {
      const source = activationSql(activation, value.sql)
      return source === null ? value : this.#stages.column(real(source), [value])
    })
  }

  layers(layers: readonly LayerStep[], rows: Rows): Rows {
    return layers.reduce((all, layer) => this.#layer(layer, all), rows)
  }

  #layer(layer: LayerStep, rows: Rows): Rows {
    const stages = this.#stages
    switch (layer.kind) {
      case 'dense':
        return this.#dense(layer, rows)
      case 'activation':
        return rows.map((row) => this.#activated(row, layer.activation))
      case 'prelu':
        return byMember(rows, layer.members, (x, k) => {
          const slope = numberLiteral(layer.slopes[k] ?? 0, '')
          return stages.column(`CASE WHEN ${x.sql} < 0 THEN ${x.sql} * ${slope} ELSE ${x.sql} END`, [x])
        })
      case 'affine':
        return this.#scaled(rows, layer.members, layer.factors, layer.summands)
      case 'normalization': {
        const normalized = rows.map((row) => this.#normalized(row, layer.shift !== null, layer.epsilon))
        return this.#scaled(normalized, layer.members, layer.gain, layer.shift)
      }
      case 'residual': {
        const made = this.layers(layer.layers, rows)
        return made.map((row, m) =>
          row.map((value, k) => {
            const before = rows[rows.length === 1 ? 0 : m]?.[k]
            return before === undefined ? value : stages.column(`${before.sql} + ${value.sql}`, [before, value])
          }),
        )
      }
      default:
        return assertNever(layer)
    }
  }

  #dense({ inputs, units, members, kernel, inputFactors, outputFactors, bias, activation }: DenseStep, rows: Rows) {
    return Array.from({ length: members }, (_, m) => {
      const x = rows[rows.length === 1 ? 0 : m] ?? []
      const size = inputs * units
      const own = kernel.values.subarray(kernel.members === 1 ? 0 : m * size, (kernel.members === 1 ? 1 : m + 1) * size)
      const weights = own.map((weight, at) => {
        const [i, u] = [Math.floor(at / units), at % units]
        return weight * (inputFactors?.[m * inputs + i] ?? 1) * (outputFactors?.[m * units + u] ?? 1)
      })
      const first = bias === null || bias.members === 1 ? 0 : m * units
      const sums = this.#weighted(x, weights, bias?.values.subarray(first, first + units) ?? null)
      return this.#activated(sums, activation)
    })
  }

  #scaled(rows: Rows, members: number, factors: Float32Array, summands: Float32Array | null): Rows {
    return byMember(rows, members, (x, k) => {
      const scaled = `${x.sql} * ${numberLiteral(factors[k] ?? 0, '')}`
      return this.#stages.column(summands === null ? scaled : `${scaled} + ${numberLiteral(summands[k] ?? 0, '')}`, [x])
    })
  }

  #normalized(row: readonly Value[], isCentred: boolean, epsilon: number): Value[] {
    const stages = this.#stages
    const width = `${row.length}.0`
    const names = row.map(({ sql }) => sql)
    const mean = isCentred ? stages.column(`(${sumOf(names)}) / ${width}`, row) : null
    const centred = mean === null ? [...row] : row.map((x) => stages.column(`${x.sql} - ${mean.sql}`, [x, mean]))
    const squares = sumOf(centred.map(({ sql }) => `${sql} * ${sql}`))
    const root = stages.column(`sqrt((${squares}) / ${width} + ${numberLiteral(epsilon, '')})`, centred)
    return centred.map((x) => stages.column(`${x.sql} / ${root.sql}`, [x, root]))
  }

  linked(link: Link, rows: Rows): Rows {
    const stages = this.#stages
    const each = (change: (x: string) => string): Rows =>
      rows.map((row) => row.map((x) => stages.column(real(change(x.sql)), [x])))
    switch (link) {
      case 'identity':
        return rows
      case 'exponential':
        return each((x) => exponentialSql(x, this.#dialect.infinity))
      case 'deviation':
        return rows.map((row) => row.map((x, k) => (k === 1 ? stages.column(`exp(${x.sql} / 2.0)`, [x]) : x)))
      case 'sigmoid':
        return each(sigmoidSql)
      case 'softmax':
        return rows.map((row) => {
          const most = stages.column(`${this.#dialect.greatest}(${row.map(({ sql }) => sql).join(', ')})`, row)
          const powers = row.map((x) => {
            const below = `(${x.sql} - ${most.sql})`
            return stages.column(real(`CASE WHEN ${below} < -700 THEN 0.0 ELSE exp(${below}) END`), [x, most])
          })
          const all = stages.column(sumOf(powers.map(({ sql }) => sql)), powers)
          return powers.map((power) => stages.column(`${power.sql} / ${all.sql}`, [power, all]))
        })
      default:
        return assertNever(link)
    }
  }
}

/** Each number with the place that its member and column have in [members, width]: the row of one network is every member's. */
function byMember(rows: Rows, members: number, change: (x: Value, place: number) => Value): Rows {
  return Array.from({ length: members }, (_, m) => {
    const row = rows[rows.length === 1 ? 0 : m] ?? []
    return row.map((x, k) => change(x, m * row.length + k))
  })
}
