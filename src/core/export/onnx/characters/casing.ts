import type { GraphBuilder } from '../graph.ts'
import { addScan } from './scan.ts'
import { addTables } from './table.ts'
import { caseTables, casedBit, characterClasses, ignorableBit, type Case } from '../../program/unicode.ts'

const capitalSigma = 0x3a3
const finalSigma = 0x3c2

/**
 * int64 [N, L'] of code points and -1, [N, L]: in lower case or in capitals, as JavaScript's `toLowerCase` and
 * `toUpperCase` have it, which follow Unicode (chapter 3.13) and no language.
 */
export function addCase(graph: GraphBuilder, characters: string, to: Case): string {
  const [difference = '', ...further] = addTables(graph, characters, caseTables(to))
  const none = graph.integers([-1], [])
  const isPresent = graph.operator('GreaterOrEqual', [characters, graph.integers([0], [])])
  const plain = graph.operator('Add', [characters, difference])
  const first = to === 'lower' ? withFinalSigma(graph, characters, plain) : plain
  const places = [first, ...further].map((codes) =>
    graph.operator('Unsqueeze', [graph.operator('Where', [isPresent, codes, none]), graph.integers([2])]),
  )
  const all = graph.operator('Concat', places, { axis: { int: 2 } })
  // Few texts have a character that becomes several: only then there are several places a character.
  const isUsed = graph.cast(graph.operator('GreaterOrEqual', [all, graph.integers([0], [])]), 'int64')
  const used = graph.operator('ReduceSum', [graph.operator('ReduceMax', [isUsed, graph.integers([0, 1])])])
  const width = graph.operator('Reshape', [used, graph.integers([1])])
  const atLeast = graph.operator('Max', [width, graph.integers([1])])
  const kept = graph.operator('Slice', [all, graph.integers([0]), atLeast, graph.integers([2])])
  return graph.operator('Reshape', [kept, graph.integers([0, -1])])
}

/**
 * A capital sigma at a word's end has a letter of its own: after a cased letter and before none, whatever
 * case-ignorable characters lie between (Unicode, table 3-17).
 */
function withFinalSigma(graph: GraphBuilder, characters: string, lower: string): string {
  const [classes = ''] = addTables(graph, characters, [characterClasses()])
  const has = (bit: number): string =>
    graph.cast(graph.operator('BitwiseAnd', [classes, graph.integers([bit], [])]), 'bool')
  const isGap = graph.operator('Less', [characters, graph.integers([0], [])])
  const isPassedOver = graph.operator('Or', [isGap, has(ignorableBit)])
  const isCased = graph.operator('And', [has(casedBit), graph.operator('Not', [isPassedOver])])
  const sequences = [graph.cast(isPassedOver, 'int64'), graph.cast(isCased, 'int64')]
  const nextTo = (isBackwards: boolean): string =>
    graph.cast(
      addScan(graph, {
        type: 'int64',
        initial: graph.integers([0], []),
        sequences,
        next: (inner, state, [keep = '', cased = '']) =>
          inner.operator('Add', [inner.operator('Mul', [state, keep]), cased]),
        isBackwards,
      }).before,
      'bool',
    )
  const isSigma = graph.operator('Equal', [characters, graph.integers([capitalSigma], [])])
  const isAtEnd = graph.operator('And', [nextTo(false), graph.operator('Not', [nextTo(true)])])
  const isFinal = graph.operator('And', [isSigma, isAtEnd])
  return graph.operator('Where', [isFinal, graph.integers([finalSigma], []), lower])
}
