import type { GraphBuilder } from '../graph.ts'
import { addScan } from './scan.ts'

/** FNV-1a (Fowler, Noll and Vo), 64 bits, of code points plus 1. */
const identityBasis = 0xcbf29ce484222325n
const identityPrime = 0x100000001b3n

/** As `hashText` has them. */
const hashBasis = 0x811c9dc5
const hashPrime = 0x01000193
const mixingFactors = [0x85ebca6b, 0xc2b2ae35] as const

/** A hash that takes character after character: state = (state ^ number) × factor, in one or more rounds each. */
export interface Hashing {
  type: 'uint32' | 'uint64'
  /** [] */
  basis: string
  /** [N, L], where -1 is: 0 and 1. */
  rounds: readonly { number: string; factor: string }[]
}

/** The 64-bit number by which a graph knows a text: two texts share one with a probability of 2⁻⁶⁴. */
export function identityOf(text: string): bigint {
  let state = identityBasis
  for (const character of text) {
    const code = BigInt(character.codePointAt(0) ?? 0)
    state = BigInt.asUintN(64, (state ^ (code + 1n)) * identityPrime)
  }
  return BigInt.asIntN(64, state)
}

/** @param characters int64 [N, L] */
export function identityHashing(graph: GraphBuilder, characters: string): Hashing {
  const type = 'uint64'
  const isPresent = graph.operator('GreaterOrEqual', [characters, graph.integers([0], [])])
  const factor = graph.operator('Where', [isPresent, graph.integers([identityPrime], []), graph.integers([1], [])])
  const number = graph.operator('Add', [characters, graph.integers([1], [])])
  return {
    type,
    basis: graph.cast(graph.integers([BigInt.asIntN(64, identityBasis)], []), type),
    rounds: [{ number: graph.cast(number, type), factor: graph.cast(factor, type) }],
  }
}

/** `hashText` but for its end, over the bytes of UTF-8. */
export function textHashing(graph: GraphBuilder, characters: string): Hashing {
  const type = 'uint32'
  const integer = (value: number): string => graph.integers([value], [])
  const shifted = (bits: number): string => graph.operator('Div', [characters, integer(2 ** bits)])
  const plus = (value: string, bits: number): string => graph.operator('Add', [value, integer(bits)])
  const following = (value: string): string => plus(graph.operator('Mod', [value, integer(64)]), 0x80)
  const isAtLeast = (code: number): string => graph.operator('GreaterOrEqual', [characters, integer(code)])
  const [isOne, isTwo, isThree, isFour] = [0, 0x80, 0x800, 0x10000].map(isAtLeast)
  const leading = [
    [isTwo, plus(shifted(6), 0xc0)],
    [isThree, plus(shifted(12), 0xe0)],
    [isFour, plus(shifted(18), 0xf0)],
  ].reduce((less, [test = '', byte = '']) => graph.operator('Where', [test, byte, less]), characters)
  const bytes = [
    [isOne, leading],
    [isFour, following(shifted(12))],
    [isThree, following(shifted(6))],
    [isTwo, following(characters)],
  ]
  return {
    type,
    basis: graph.cast(integer(hashBasis), type),
    rounds: bytes.map(([test = '', byte = '']) => ({
      number: graph.cast(graph.operator('Where', [test, byte, integer(0)]), type),
      factor: graph.cast(graph.operator('Where', [test, integer(hashPrime), integer(1)]), type),
    })),
  }
}

/** The end of `hashText`: uint32 of uint32. */
export function addMixing(graph: GraphBuilder, state: string): string {
  const number = (value: number): string => graph.cast(graph.integers([value], []), 'uint32')
  const folded = (value: string, bits: number): string => {
    const shifted = graph.operator('BitShift', [value, number(bits)], { direction: { string: 'RIGHT' } })
    return graph.operator('BitwiseXor', [value, shifted])
  }
  const [first, second] = mixingFactors
  const half = graph.operator('Mul', [folded(state, 16), number(first)])
  return folded(graph.operator('Mul', [folded(half, 13), number(second)]), 16)
}

/** [N, 1]: of the whole text. */
export function addHash(graph: GraphBuilder, { type, basis, rounds }: Hashing): string {
  const { last } = addScan(graph, {
    type,
    initial: basis,
    sequences: rounds.flatMap(({ number, factor }) => [number, factor]),
    next: (inner, state, numbers) => mixed(inner, state, numbers),
  })
  return last
}

/**
 * [N, L]: of what lies before each character, from the last separator on; the basis where nothing does.
 * @param isSeparator bool [N, L]
 */
export function addWordHashes(graph: GraphBuilder, { type, basis, rounds }: Hashing, isSeparator: string): string {
  const separates = graph.cast(isSeparator, type)
  const goesOn = graph.cast(graph.operator('Not', [isSeparator]), type)
  // At a separator the factor is 0, and the basis is added.
  const sequences = rounds.flatMap(({ number, factor }) => [number, graph.operator('Mul', [factor, goesOn])])
  return addScan(graph, {
    type,
    initial: basis,
    sequences: [...sequences, graph.operator('Mul', [separates, basis])],
    next: (inner, state, numbers) =>
      inner.operator('Add', [mixed(inner, state, numbers.slice(0, -1)), numbers.at(-1) ?? '']),
  }).before
}

function mixed(graph: GraphBuilder, state: string, numbers: readonly string[]): string {
  let now = state
  for (let at = 0; at < numbers.length; at += 2) {
    const changed = graph.operator('BitwiseXor', [now, numbers[at] ?? ''])
    now = graph.operator('Mul', [changed, numbers[at + 1] ?? ''])
  }
  return now
}
