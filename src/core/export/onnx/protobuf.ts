import protobuf from 'protobufjs/minimal.js'

type Writer = InstanceType<typeof protobuf.Writer>

/**
 * The few messages of onnx.proto3 (IR version 9, https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3) that a
 * model of ours needs, with their field numbers beside the code that writes them.
 */
export type ElementType = 'float' | 'double' | 'uint8' | 'int32' | 'int64' | 'uint32' | 'uint64' | 'string' | 'bool'

/** TensorProto.DataType */
export const elementTypes: Record<ElementType, number> = {
  float: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  double: 11,
  uint32: 12,
  uint64: 13,
}

export type Tensor = { name: string; dims: readonly number[] } & (
  | { type: 'float'; values: Float32Array }
  | { type: 'double'; values: Float64Array }
  | { type: 'uint8'; values: Uint8Array }
  | { type: 'int32'; values: Int32Array }
  | { type: 'int64'; values: readonly (number | bigint)[] }
  | { type: 'string'; values: readonly string[] }
  | { type: 'bool'; values: readonly boolean[] }
)

export type AttributeValue =
  | { int: number }
  | { float: number }
  | { string: string }
  | { graph: Graph }
  | { ints: readonly number[] }
  | { strings: readonly string[] }

export interface Node {
  operator: string
  /** Whose operator it is; the standard's own by default. */
  domain?: string
  name: string
  inputs: readonly string[]
  outputs: readonly string[]
  attributes: Record<string, AttributeValue>
}

/** An input or output; null in `dims` is the number of rows, no `dims` is any shape. */
export interface Value {
  name: string
  type: ElementType
  dims: readonly (number | null)[] | null
  description: string
}

export interface Graph {
  nodes: readonly Node[]
  initializers: readonly Tensor[]
  inputs: readonly Value[]
  outputs: readonly Value[]
}

export interface OnnxModel extends Graph {
  irVersion: number
  opset: number
  /** Versions of the operator sets beside the standard's own. */
  domains: ReadonlyMap<string, number>
  producer: string
  producerVersion: string
  description: string
  graphName: string
  metadata: Readonly<Record<string, string>>
}

/** The symbolic name of the first dimension. */
const rowsDimension = 'N'

const lengthDelimited = 2
const varint = 0
const fixed32 = 5

function tag(field: number, wireType: number): number {
  return field * 8 + wireType
}

function text(writer: Writer, field: number, value: string): void {
  writer.uint32(tag(field, lengthDelimited)).string(value)
}

function bytes(writer: Writer, field: number, value: Uint8Array): void {
  writer.uint32(tag(field, lengthDelimited)).bytes(value)
}

function integer(writer: Writer, field: number, value: number): void {
  writer.uint32(tag(field, varint)).int64(value)
}

function message<T>(writer: Writer, field: number, value: T, write: (writer: Writer, value: T) => void): void {
  writer.uint32(tag(field, lengthDelimited)).fork()
  write(writer, value)
  writer.ldelim()
}

/** ModelProto */
export function encodeModel(model: OnnxModel): Uint8Array {
  const writer = protobuf.Writer.create()
  integer(writer, 1, model.irVersion)
  text(writer, 2, model.producer)
  text(writer, 3, model.producerVersion)
  integer(writer, 5, 1)
  text(writer, 6, model.description)
  message(writer, 7, model, (graph) => writeGraph(graph, model, model.graphName))
  for (const operators of [['', model.opset] as const, ...model.domains]) {
    message(writer, 8, operators, (set, [domain, version]) => {
      text(set, 1, domain)
      integer(set, 2, version)
    })
  }
  for (const entry of Object.entries(model.metadata)) {
    message(writer, metadataField, entry, (property, [key, value]) => {
      text(property, 1, key)
      text(property, 2, value)
    })
  }
  return writer.finish()
}

const metadataField = 14

/** GraphProto */
function writeGraph(writer: Writer, graph: Graph, name: string): void {
  for (const node of graph.nodes) message(writer, 1, node, writeNode)
  text(writer, 2, name)
  for (const tensor of graph.initializers) message(writer, 5, tensor, writeTensor)
  for (const value of graph.inputs) message(writer, 11, value, writeValue)
  for (const value of graph.outputs) message(writer, 12, value, writeValue)
}

/** NodeProto */
function writeNode(writer: Writer, node: Node): void {
  for (const input of node.inputs) text(writer, 1, input)
  for (const output of node.outputs) text(writer, 2, output)
  text(writer, 3, node.name)
  text(writer, 4, node.operator)
  for (const attribute of Object.entries(node.attributes)) message(writer, 5, attribute, writeAttribute)
  if (node.domain !== undefined) text(writer, 7, node.domain)
}

/** AttributeProto, with its type: FLOAT 1, INT 2, STRING 3, GRAPH 5, INTS 7, STRINGS 8. */
function writeAttribute(writer: Writer, [name, value]: [string, AttributeValue]): void {
  text(writer, 1, name)
  if ('float' in value) {
    writer.uint32(tag(2, fixed32)).float(value.float)
    integer(writer, 20, 1)
  } else if ('int' in value) {
    integer(writer, 3, value.int)
    integer(writer, 20, 2)
  } else if ('string' in value) {
    text(writer, 4, value.string)
    integer(writer, 20, 3)
  } else if ('graph' in value) {
    message(writer, 6, value.graph, (graph, inner) => writeGraph(graph, inner, name))
    integer(writer, 20, 5)
  } else if ('ints' in value) {
    for (const int of value.ints) integer(writer, 8, int)
    integer(writer, 20, 7)
  } else {
    for (const one of value.strings) text(writer, 9, one)
    integer(writer, 20, 8)
  }
}

/** TensorProto; numbers as raw little-endian bytes, texts in string_data. */
function writeTensor(writer: Writer, tensor: Tensor): void {
  for (const dim of tensor.dims) integer(writer, 1, dim)
  integer(writer, 2, elementTypes[tensor.type])
  if (tensor.type === 'string') {
    for (const value of tensor.values) text(writer, 6, value)
  }
  text(writer, 8, tensor.name)
  if (tensor.type !== 'string') bytes(writer, 9, rawData(tensor))
}

function rawData(tensor: Exclude<Tensor, { type: 'string' }>): Uint8Array {
  switch (tensor.type) {
    case 'bool':
      return Uint8Array.from(tensor.values, Number)
    case 'uint8':
      return tensor.values
    case 'int32':
      return littleEndian(tensor.values, 4, (view, at, value) => view.setInt32(at, value, true))
    case 'int64':
      return littleEndian(tensor.values, 8, (view, at, value) => view.setBigInt64(at, BigInt(value), true))
    case 'float':
      return littleEndian(tensor.values, 4, (view, at, value) => view.setFloat32(at, value, true))
    case 'double':
      return littleEndian(tensor.values, 8, (view, at, value) => view.setFloat64(at, value, true))
  }
}

function littleEndian<Value extends number | bigint>(
  values: ArrayLike<Value>,
  size: number,
  set: (view: DataView, at: number, value: Value) => void,
): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * size))
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (value !== undefined) set(view, i * size, value)
  }
  return new Uint8Array(view.buffer)
}

/** ValueInfoProto with TypeProto.Tensor and TensorShapeProto */
function writeValue(writer: Writer, value: Value): void {
  text(writer, 1, value.name)
  message(writer, 2, value, (type) => {
    message(type, 1, value, (tensor) => {
      integer(tensor, 1, elementTypes[value.type])
      if (value.dims === null) return
      message(tensor, 2, value.dims, (shape, dims) => {
        for (const dim of dims) {
          message(shape, 1, dim, (dimension, size) => {
            if (size === null) text(dimension, 2, rowsDimension)
            else integer(dimension, 1, size)
          })
        }
      })
    })
  })
  text(writer, 3, value.description)
}

/** The metadata properties of an ONNX file. Throws what protobufjs throws where the bytes are no such message. */
export function decodeMetadata(model: Uint8Array): Record<string, string> {
  const reader = protobuf.Reader.create(model)
  const metadata: Record<string, string> = {}
  while (reader.pos < reader.len) {
    const found = reader.uint32()
    if (found !== tag(metadataField, lengthDelimited)) {
      reader.skipType(found & 7)
      continue
    }
    const end = reader.uint32() + reader.pos
    let key = ''
    let value = ''
    while (reader.pos < end) {
      const part = reader.uint32()
      if (part === tag(1, lengthDelimited)) key = reader.string()
      else if (part === tag(2, lengthDelimited)) value = reader.string()
      else reader.skipType(part & 7)
    }
    metadata[key] = value
  }
  return metadata
}
