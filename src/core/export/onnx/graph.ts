import type { AttributeValue, ElementType, Node, Tensor, Value } from './protobuf.ts'

/** Collects the nodes of a graph; each operator returns the name of its result. No name is given twice. */
export class GraphBuilder {
  readonly nodes: Node[] = []
  readonly initializers: Tensor[] = []
  readonly inputs: Value[] = []
  readonly outputs: Value[] = []
  readonly #taken: Set<string>

  /** @param reserved names of inputs and outputs, which no inner value may have */
  constructor(reserved: Iterable<string>) {
    this.#taken = new Set(reserved)
  }

  input(name: string, type: ElementType, description: string): string {
    this.inputs.push({ name, type, dims: [null, 1], description })
    return name
  }

  /** Names the value an output; it keeps its place in the graph. */
  output(value: string, name: string, type: ElementType, dims: readonly (number | null)[], description: string): void {
    this.nodes.push({ operator: 'Identity', name: `${name}/output`, inputs: [value], outputs: [name], attributes: {} })
    this.outputs.push({ name, type, dims, description })
  }

  operator(operator: string, inputs: readonly string[], attributes: Record<string, AttributeValue> = {}): string {
    const name = this.#fresh(operator)
    this.nodes.push({ operator, name, inputs, outputs: [name], attributes })
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

  integers(values: readonly number[], dims: readonly number[] = [values.length]): string {
    return this.#constant((name) => ({ name, dims, type: 'int64', values }))
  }

  strings(values: readonly string[], dims: readonly number[]): string {
    return this.#constant((name) => ({ name, dims, type: 'string', values }))
  }

  booleans(values: readonly boolean[], dims: readonly number[]): string {
    return this.#constant((name) => ({ name, dims, type: 'bool', values }))
  }

  cast(value: string, to: 'float' | 'double' | 'bool' | 'int64'): string {
    return this.operator('Cast', [value], { to: { int: { float: 1, double: 11, bool: 9, int64: 7 }[to] } })
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
