import { remembered } from '../../remembered.ts'
import {
  elementTypes,
  type AttributeValue,
  type ElementType,
  type Graph,
  type Node,
  type Tensor,
  type Value,
} from './protobuf.ts'

/** Operators of onnxruntime itself, beside the standard's: https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md */
const onnxruntimeOperators = { name: 'com.microsoft', version: 1 }

/** Collects the nodes of a graph; each operator returns the name of its result. No name is given twice. */
export class GraphBuilder {
  readonly nodes: Node[] = []
  readonly initializers: Tensor[] = []
  readonly inputs: Value[] = []
  readonly outputs: Value[] = []
  /** Versions of the operator sets that are used beside the standard's own. */
  readonly domains = new Map<string, number>()
  readonly #shared = new Map<object, string>()
  #taken: Set<string>

  /** @param reserved names of inputs and outputs, which no inner value may have */
  constructor(reserved: Iterable<string>) {
    this.#taken = new Set(reserved)
  }

  /** A graph within this one, which may read this one's values. */
  nested(build: (inner: GraphBuilder) => void): Graph {
    const inner = new GraphBuilder([])
    inner.#taken = this.#taken
    build(inner)
    return inner
  }

  input(name: string, type: ElementType, description: string): string {
    this.inputs.push({ name, type, dims: [null, 1], description })
    return name
  }

  /** A further input of a nested graph, of any shape. */
  formal(type: ElementType): string {
    const name = this.#fresh('given')
    this.inputs.push({ name, type, dims: null, description: '' })
    return name
  }

  /** A further output of a nested graph, of any shape. */
  result(value: string, type: ElementType): void {
    this.output(value, this.#fresh('result'), type, null, '')
  }

  /** Names the value an output; it keeps its place in the graph. */
  output(value: string, name: string, type: ElementType, dims: Value['dims'], description: string): void {
    this.nodes.push({ operator: 'Identity', name: `${name}/output`, inputs: [value], outputs: [name], attributes: {} })
    this.outputs.push({ name, type, dims, description })
  }

  operator(operator: string, inputs: readonly string[], attributes: Record<string, AttributeValue> = {}): string {
    const name = this.#fresh(operator)
    this.nodes.push({ operator, name, inputs, outputs: [name], attributes })
    return name
  }

  /** An operator that onnxruntime has beyond the standard. */
  onnxruntimeOperator(operator: string, inputs: readonly string[], attributes: Record<string, AttributeValue>): string {
    const name = this.#fresh(operator)
    const { name: domain, version } = onnxruntimeOperators
    this.domains.set(domain, version)
    this.nodes.push({ operator, domain, name, inputs, outputs: [name], attributes })
    return name
  }

  /** An operator with several results. */
  operators(
    operator: string,
    inputs: readonly string[],
    results: number,
    attributes: Record<string, AttributeValue> = {},
  ): string[] {
    const outputs = Array.from({ length: results }, () => this.#fresh(operator))
    this.nodes.push({ operator, name: outputs[0] ?? operator, inputs, outputs, attributes })
    return outputs
  }

  floats(values: Float32Array | readonly number[], dims: readonly number[] = []): string {
    return this.#constant((name) => ({ name, dims, type: 'float', values: Float32Array.from(values) }))
  }

  doubles(values: readonly number[], dims: readonly number[] = []): string {
    return this.#constant((name) => ({ name, dims, type: 'double', values: Float64Array.from(values) }))
  }

  /** A constant that is written once, however often it is asked for by the same key. */
  shared(key: object, make: () => string): string {
    return remembered(this.#shared, key, make)
  }

  bytes(values: Uint8Array): string {
    return this.#constant((name) => ({ name, dims: [values.length], type: 'uint8', values }))
  }

  shortIntegers(values: Int32Array): string {
    return this.#constant((name) => ({ name, dims: [values.length], type: 'int32', values }))
  }

  integers(values: readonly (number | bigint)[], dims: readonly number[] = [values.length]): string {
    return this.#constant((name) => ({ name, dims, type: 'int64', values }))
  }

  strings(values: readonly string[], dims: readonly number[]): string {
    return this.#constant((name) => ({ name, dims, type: 'string', values }))
  }

  booleans(values: readonly boolean[], dims: readonly number[]): string {
    return this.#constant((name) => ({ name, dims, type: 'bool', values }))
  }

  cast(value: string, to: ElementType): string {
    return this.operator('Cast', [value], { to: { int: elementTypes[to] } })
  }

  #constant(make: (name: string) => Tensor): string {
    const name = this.#fresh('constant')
    this.initializers.push(make(name))
    return name
  }

  #fresh(stem: string): string {
    let name = `${stem}_${this.#taken.size}`
    while (this.#taken.has(name)) name = `_${name}`
    this.#taken.add(name)
    return name
  }
}
