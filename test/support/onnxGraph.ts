import * as ort from 'onnxruntime-node'
import { createEmitter } from '../../src/core/export/onnx/expressions/emitter.ts'
import type { RawColumn } from '../../src/core/export/onnx/expressions/emitting.ts'
import { GraphBuilder } from '../../src/core/export/onnx/graph.ts'
import { encodeModel } from '../../src/core/export/onnx/protobuf.ts'
import type { NumberExpression } from '../../src/core/expression/types.ts'
import { isNumericColumn, type Table, type TableColumn } from '../../src/core/table.ts'
import { plainReading } from '../../src/shared/datasets.ts'

function columnOf(column: TableColumn): RawColumn {
  const { name, kind } = column
  const raw = { name, kind, missingMarkers: ['?'], reading: plainReading, min: null, max: null, levels: null }
  return { raw, input: { name, column: name, kind, type: isNumericColumn(column) ? 'double' : 'string', missing: '' } }
}

/** The graph as a file that onnxruntime takes. */
export function graphFile(graph: GraphBuilder): Uint8Array {
  return encodeModel({
    irVersion: 9,
    opset: 19,
    domains: graph.domains,
    producer: 'test',
    producerVersion: '0',
    description: '',
    graphName: 'test',
    nodes: graph.nodes,
    initializers: graph.initializers,
    inputs: graph.inputs,
    outputs: graph.outputs,
    metadata: {},
  })
}

/** The expressions of every row of a table, as onnxruntime works them out. Dates are in milliseconds, as in any table. */
export async function runInOnnx(table: Table, expressions: readonly NumberExpression[]): Promise<Float64Array[]> {
  const columns = new Map(table.columns.map((column) => [column.name, columnOf(column)]))
  const graph = new GraphBuilder(columns.keys())
  for (const { input } of columns.values()) graph.input(input.name, input.type, '')
  const emitter = createEmitter(graph, columns)
  const number = table.columns.find(isNumericColumn)?.name ?? ''
  const everyRow = graph.operator('Mul', [graph.cast(graph.operator('IsNaN', [number]), 'double'), graph.doubles([0])])
  for (const [index, expression] of expressions.entries()) {
    const value = graph.operator('Add', [emitter.number(expression), everyRow])
    graph.output(value, `out${index}`, 'double', [null, 1], '')
  }
  const session = await ort.InferenceSession.create(graphFile(graph), {
    logSeverityLevel: 3,
    graphOptimizationLevel: 'disabled',
    intraOpNumThreads: 1,
  })
  try {
    const outputs = await session.run(
      Object.fromEntries(table.columns.map((column) => [column.name, tensorOf(column)])),
    )
    return expressions.map((_, index) => outputs[`out${index}`]!.data as Float64Array)
  } finally {
    await session.release()
  }
}

function tensorOf(column: TableColumn): ort.Tensor {
  if (!isNumericColumn(column)) {
    const texts = Array.from(column.codes, (code) => column.levels[code] ?? '')
    return new ort.Tensor('string', texts, [texts.length, 1])
  }
  const values = column.kind === 'date' ? column.values.map((value) => value / 86_400_000) : column.values
  return new ort.Tensor('float64', values, [values.length, 1])
}
