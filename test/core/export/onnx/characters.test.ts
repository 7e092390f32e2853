import * as ort from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import { addCase } from '../../../../src/core/export/onnx/characters/casing.ts'
import { addCodePoints } from '../../../../src/core/export/onnx/characters/codePoints.ts'
import { addTables } from '../../../../src/core/export/onnx/characters/table.ts'
import { characterClasses } from '../../../../src/core/export/program/unicode.ts'
import { GraphBuilder } from '../../../../src/core/export/onnx/graph.ts'
import { graphFile } from '../../../support/onnxGraph.ts'

/** What a graph makes of texts: as many numbers a text, -1 among them for nothing. */
async function run(
  texts: readonly string[],
  build: (graph: GraphBuilder, input: string) => string,
): Promise<number[][]> {
  const graph = new GraphBuilder(['text', 'out'])
  graph.input('text', 'string', '')
  graph.output(build(graph, 'text'), 'out', 'int64', [null, null], '')
  const session = await ort.InferenceSession.create(graphFile(graph), { logSeverityLevel: 3, intraOpNumThreads: 1 })
  try {
    const { out } = await session.run({ text: new ort.Tensor('string', [...texts], [texts.length, 1]) })
    const numbers = Array.from(out!.data as BigInt64Array, Number)
    const width = numbers.length / texts.length
    return texts.map((_, row) => numbers.slice(row * width, (row + 1) * width).filter((code) => code >= 0))
  } finally {
    await session.release()
  }
}

/** Every code point but 0, with which the texts of this binding end, and the surrogates, which are no characters. */
const everyCharacter = Array.from({ length: 0x110000 }, (_, code) => code)
  .filter((code) => code > 0 && (code < 0xd800 || code >= 0xe000))
  .map((code) => String.fromCodePoint(code))

const texts = Array.from({ length: Math.ceil(everyCharacter.length / 1000) }, (_, k) =>
  everyCharacter.slice(k * 1000, (k + 1) * 1000).join(''),
)

const codesOf = (text: string): number[] => Array.from(text, (character) => character.codePointAt(0)!)

describe('characters in a graph', () => {
  it('are the code points of every character there is', async () => {
    expect(await run(texts, addCodePoints)).toEqual(texts.map(codesOf))
  })

  it.each(['lower', 'upper'] as const)('become %s case as in JavaScript, every one', async (to) => {
    const found = await run(texts, (graph, text) => addCase(graph, addCodePoints(graph, text), to))
    const own = texts.map((text) => codesOf(to === 'lower' ? text.toLowerCase() : text.toUpperCase()))
    expect(found).toEqual(own)
  })

  it('are letters, digits, cased or ignorable as in JavaScript, every one', async () => {
    const bitsOf = (character: string): number =>
      (/[\p{L}\p{N}]/u.test(character) ? 1 : 0) +
      (/\p{Cased}/u.test(character) ? 2 : 0) +
      (/\p{Case_Ignorable}/u.test(character) ? 4 : 0)
    const table = [characterClasses()]
    const found = await run(texts, (graph, text) => {
      const characters = addCodePoints(graph, text)
      const [classes = ''] = addTables(graph, characters, table)
      const isNone = graph.operator('Less', [characters, graph.integers([0], [])])
      return graph.operator('Where', [isNone, graph.integers([-1], []), classes])
    })
    expect(found).toEqual(texts.map((text) => Array.from(text, bitsOf)))
  })
})
