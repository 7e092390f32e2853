import fc from 'fast-check'
import * as ort from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import { createEmitter } from '../../../../src/core/export/onnx/expressions/emitter.ts'
import type { RawColumn } from '../../../../src/core/export/onnx/expressions/emitting.ts'
import { GraphBuilder } from '../../../../src/core/export/onnx/graph.ts'
import { encodeModel } from '../../../../src/core/export/onnx/protobuf.ts'
import { evaluateNumber } from '../../../../src/core/expression/evaluate.ts'
import { tableSource } from '../../../../src/core/expression/source.ts'
import type { NumberExpression } from '../../../../src/core/expression/types.ts'
import { plainReading } from '../../../../src/shared/datasets.ts'
import { DescentError } from '../../../../src/shared/errors.ts'
import { expressionArbitraries, numberNames, textLevels, textName } from '../../../support/expressions.ts'
import { coded, numbers, tableOf } from '../../../support/tables.ts'

const table = tableOf(
  numbers('a', [0, 0.5, 1.5, -2.5, null, 31.25, -40, 1e-9, 7, 12]),
  numbers('b', [1, -3, null, 2, 5, 0, -0.5, 4, -7, 12]),
  coded('t', [null, ...textLevels.filter((level) => level !== ''), 'unseen', 'red', null]),
)

function columnOf(name: string, isText: boolean): RawColumn {
  return {
    raw: {
      name,
      kind: isText ? 'category' : 'number',
      missingMarkers: ['?'],
      reading: plainReading,
      min: null,
      max: null,
      levels: null,
    },
    input: {
      name,
      column: name,
      kind: isText ? 'category' : 'number',
      type: isText ? 'string' : 'double',
      missing: '',
    },
  }
}

/** The expressions of every row of the table, as onnxruntime works them out. */
async function runInOnnx(expressions: readonly NumberExpression[]): Promise<Float64Array[]> {
  const columns = new Map(
    [...numberNames.map((name) => columnOf(name, false)), columnOf(textName, true)].map((column) => [
      column.raw.name,
      column,
    ]),
  )
  const graph = new GraphBuilder(columns.keys())
  for (const { input } of columns.values()) graph.input(input.name, input.type, '')
  const emitter = createEmitter(graph, columns)
  const everyRow = graph.operator('Mul', [graph.cast(graph.operator('IsNaN', ['a']), 'double'), graph.doubles([0])])
  for (const [index, expression] of expressions.entries()) {
    const value = graph.operator('Add', [emitter.number(expression), everyRow])
    graph.output(value, `out${index}`, 'double', [null, 1], '')
  }
  const file = encodeModel({
    irVersion: 9,
    opset: 19,
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
  const session = await ort.InferenceSession.create(file, { logSeverityLevel: 3, graphOptimizationLevel: 'disabled' })
  try {
    const feeds: Record<string, ort.Tensor> = {}
    for (const column of table.columns) {
      feeds[column.name] =
        'values' in column
          ? new ort.Tensor('float64', column.values, [table.rows, 1])
          : new ort.Tensor(
              'string',
              Array.from(column.codes, (code) => column.levels[code] ?? ''),
              [table.rows, 1],
            )
    }
    const outputs = await session.run(feeds)
    return expressions.map((_, index) => outputs[`out${index}`]!.data as Float64Array)
  } finally {
    await session.release()
  }
}

/** Infinite results are missing once they enter the network, in the studio as in a graph. */
function expectSame(found: number, own: number): void {
  if (!Number.isFinite(own)) expect(Number.isFinite(found)).toBe(false)
  else expect(Math.abs(found - own)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(own)))
}

describe('expressions in ONNX', () => {
  it('are what the studio works out', async () => {
    const { number } = expressionArbitraries({ forOnnx: true })
    await fc.assert(
      fc.asyncProperty(fc.array(number, { minLength: 1, maxLength: 8 }), async (expressions) => {
        const found = await runInOnnx(expressions)
        for (const [index, expression] of expressions.entries()) {
          const own = evaluateNumber(tableSource(table), table.rows, expression)
          for (const [row, value] of own.entries()) expectSame(found[index]![row]!, value)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('keep the digits of small numbers in logarithm and exponential', async () => {
    const x: NumberExpression = { op: 'numberColumn', column: 'a', kind: 'number', precision: 'float64' }
    const small: NumberExpression = { op: 'binary', name: 'multiply', x, y: { op: 'constant', value: 1e-9 } }
    const names = ['logarithm1Plus', 'exponentialMinus1'] as const
    const expressions = names.map((name): NumberExpression => ({ op: 'unary', name, x: small }))
    const found = await runInOnnx(expressions)
    for (const [index, expression] of expressions.entries()) {
      const own = evaluateNumber(tableSource(table), table.rows, expression)
      for (const [row, value] of own.entries()) {
        if (Number.isNaN(value)) expect(found[index]![row]).toBeNaN()
        else expect(Math.abs(found[index]![row]! - value)).toBeLessThanOrEqual(1e-14 * Math.abs(value))
      }
    }
  })

  it('are refused by name where there are no operators for them', async () => {
    const text = { op: 'textColumn', column: 't' } as const
    await expect(runInOnnx([{ op: 'textLength', text }])).rejects.toThrow(DescentError)
    await expect(runInOnnx([{ op: 'wordCount', text, words: { kind: 'all' } }])).rejects.toThrow(/counting words/)
  })
})
