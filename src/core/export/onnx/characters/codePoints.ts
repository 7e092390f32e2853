import type { GraphBuilder } from '../graph.ts'

/** Constants of MurmurHash3 (Appleby, https://github.com/aappleby/smhasher/wiki/MurmurHash3). */
const blockAdded = 0xe6546b64
/** Inverses modulo 2³² of the odd numbers that MurmurHash3 multiplies by. */
const inverse = {
  first: 0xdee13bb1,
  second: 0x56ed309b,
  five: 0xcccccccd,
  finalFirst: 0xa5cb9243,
  finalSecond: 0x7ed1b41d,
}

/** Of several bytes, so that it is no character; nor are its hashes those of one. */
const padding = '(none)'

/**
 * int64 [N, L] of texts, string [N, 1]: the code points, then -1 up to the longest text.
 *
 * The standard has no operator that takes a text apart; onnxruntime's Tokenizer does, but into texts of one character.
 * MurmurHash3 of at most four bytes can be undone, step by step, so that the UTF-8 bytes follow from its hash. The
 * hash does not tell how many bytes there were: four where two seeds agree on them, else as many as make a
 * character. That is right for every code point there is.
 */
export function addCodePoints(graph: GraphBuilder, texts: string): string {
  // A row that is cut off again: texts without any character give the Tokenizer's result no width.
  const guarded = graph.operator('Concat', [graph.strings(['-'], [1, 1]), texts], { axis: { int: 0 } })
  const tokens = graph.onnxruntimeOperator('Tokenizer', [guarded], {
    mark: { int: 0 },
    mincharnum: { int: 1 },
    pad_value: { string: padding },
    separators: { strings: [''] },
  })
  const everyRow = graph.operator('Squeeze', [tokens, graph.integers([1])])
  const last = graph.integers([Number.MAX_SAFE_INTEGER])
  const characters = graph.operator('Slice', [everyRow, graph.integers([1]), last, graph.integers([0])])
  return decode(graph, [hashed(graph, characters, 0), hashed(graph, characters, 1)])
}

interface Hash {
  seed: number
  /** uint32, before MurmurHash3's finalizer */
  mixed: string
}

function hashed(graph: GraphBuilder, characters: string, seed: number): Hash {
  const u32 = words(graph)
  const attributes = { seed: { int: seed }, positive: { int: 1 } }
  const hash = graph.onnxruntimeOperator('MurmurHash3', [characters], attributes)
  const first = u32.times(u32.xor(hash, u32.right(hash, 16)), inverse.finalSecond)
  const second = u32.times(u32.xor(first, u32.xor(u32.right(first, 13), u32.right(first, 26))), inverse.finalFirst)
  return { seed, mixed: u32.xor(second, u32.right(second, 16)) }
}

/** uint32: the bytes, the first one lowest, if there were this many. */
function bytesOf(graph: GraphBuilder, { seed, mixed }: Hash, count: number): string {
  const u32 = words(graph)
  const whole = u32.xor(mixed, u32.number(count))
  const last = count < 4 ? whole : u32.rotated(u32.times(u32.plus(whole, 2 ** 32 - blockAdded), inverse.five), 32 - 13)
  const block = u32.times(u32.xor(last, u32.number(seed)), inverse.second)
  return u32.times(u32.rotated(block, 32 - 15), inverse.first)
}

/** The leading bits of the bytes of UTF-8, as a little-endian number: where `mask` is set the bytes have `bits`. */
const leadingBits = [
  { count: 1, mask: 0xffffff80, bits: 0 },
  { count: 2, mask: 0xffffc0e0, bits: 0x80c0 },
  { count: 3, mask: 0xffc0c0f0, bits: 0x8080e0 },
] as const

function decode(graph: GraphBuilder, [one, other]: readonly [Hash, Hash]): string {
  const u32 = words(graph)
  const four = bytesOf(graph, one, 4)
  const isFour = graph.operator('Equal', [four, bytesOf(graph, other, 4)])
  const shorter = leadingBits.reduce(
    (otherwise, { count, mask, bits }) => {
      const bytes = bytesOf(graph, one, count)
      const isThis = graph.operator('Equal', [u32.and(bytes, mask), u32.number(bits)])
      return graph.operator('Where', [isThis, codePoint(graph, bytes, count), otherwise])
    },
    graph.integers([-1], []),
  )
  return graph.operator('Where', [isFour, codePoint(graph, four, 4), shorter])
}

/** int64, of little-endian bytes of UTF-8 */
function codePoint(graph: GraphBuilder, bytes: string, count: 1 | 2 | 3 | 4): string {
  const u32 = words(graph)
  const leading = u32.and(bytes, [0x7f, 0x1f, 0x0f, 0x07][count - 1] ?? 0)
  const all = [leading]
  for (let at = 1; at < count; at++) all.push(u32.and(u32.right(bytes, 8 * at), 0x3f))
  const [first = leading, ...others] = all
  return graph.cast(
    others.reduce((sum, next) => u32.xor(u32.left(sum, 6), next), first),
    'int64',
  )
}

/** Arithmetic modulo 2³² on uint32. */
function words(graph: GraphBuilder) {
  const number = (value: number): string => graph.cast(graph.integers([value], []), 'uint32')
  const shift = (x: string, by: number, direction: 'LEFT' | 'RIGHT'): string =>
    graph.operator('BitShift', [x, number(by)], { direction: { string: direction } })
  const right = (x: string, by: number): string => shift(x, by, 'RIGHT')
  const left = (x: string, by: number): string => shift(x, by, 'LEFT')
  return {
    number,
    right,
    left,
    xor: (x: string, y: string): string => graph.operator('BitwiseXor', [x, y]),
    and: (x: string, mask: number): string => graph.operator('BitwiseAnd', [x, number(mask)]),
    plus: (x: string, y: number): string => graph.operator('Add', [x, number(y)]),
    times: (x: string, y: number): string => graph.operator('Mul', [x, number(y)]),
    rotated: (x: string, by: number): string => graph.operator('BitwiseOr', [left(x, by), right(x, 32 - by)]),
  }
}
