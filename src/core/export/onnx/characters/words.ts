import type { WordSelection } from '../../../expression/types.ts'
import type { GraphBuilder } from '../graph.ts'
import { addCase } from './casing.ts'
import { addMixing, addWordHashes, identityHashing, identityOf, textHashing, type Hashing } from './hashing.ts'
import { addTables } from './table.ts'
import { characterClasses, wordBit } from '../../program/unicode.ts'

/** How many of every row's words are in a selection; what several selections share is computed once. */
export interface WordCounts {
  /** double [N, 1] */
  of(words: WordSelection): string
}

/** @param characters int64 [N, L]; words are runs of letters and digits, in lower case. */
export function addWordCounts(graph: GraphBuilder, characters: string): WordCounts {
  const rows = graph.operator('Shape', [characters], { start: { int: 0 }, end: { int: 1 } })
  // A blank behind every text, so that a last word ends as any other does.
  const blanks = graph.operator('Expand', [
    graph.integers([0x20], [1, 1]),
    graph.operator('Concat', [rows, graph.integers([1])], { axis: { int: 0 } }),
  ])
  const text = graph.operator('Concat', [addCase(graph, characters, 'lower'), blanks], { axis: { int: 1 } })
  const [classes = ''] = addTables(graph, text, [characterClasses()])
  const isLetter = graph.cast(graph.operator('BitwiseAnd', [classes, graph.integers([wordBit], [])]), 'bool')
  const isPresent = graph.operator('GreaterOrEqual', [text, graph.integers([0], [])])
  const isSeparator = graph.operator('And', [isPresent, graph.operator('Not', [isLetter])])
  const hashes = (hashing: Hashing): string => addWordHashes(graph, hashing, isSeparator)

  const identity = identityHashing(graph, text)
  const identities = hashes(identity)
  const isEnd = graph.operator('And', [
    isSeparator,
    graph.operator('Not', [graph.operator('Equal', [identities, identity.basis])]),
  ])
  const places = graph.operator('Transpose', [graph.operator('NonZero', [isEnd])])
  const found = (numbers: string): string => graph.cast(graph.operator('GatherND', [numbers, places]), 'int64')
  const words = lazily(() => vocabulary(graph, found(identities)))
  const hashed = lazily(() => found(graph.cast(addMixing(graph, hashes(textHashing(graph, text))), 'int64')))
  const all = lazily(() =>
    graph.cast(graph.operator('ReduceSum', [graph.cast(isEnd, 'int64'), graph.integers([1])]), 'double'),
  )
  const byWord = lazily(() => countsIn(graph, rows, places, words().columns, words().width))
  const byBucket = new Map<number, string>()

  const column = (counts: string, at: number): string =>
    graph.operator('Gather', [counts, graph.integers([at])], { axis: { int: 1 } })
  return {
    of: (selection) => {
      switch (selection.kind) {
        case 'all':
          return all()
        case 'word': {
          const at = words().placeOf(selection.word)
          return column(byWord(), at)
        }
        case 'bucket': {
          const { bucket, buckets } = selection
          let counts = byBucket.get(buckets)
          if (counts === undefined) {
            const columns = graph.operator('Mod', [hashed(), graph.integers([buckets], [])])
            counts = countsIn(graph, rows, places, columns, graph.integers([buckets]))
            byBucket.set(buckets, counts)
          }
          return column(counts, bucket)
        }
      }
    },
  }
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => (made ??= { value: make() }).value
}

/**
 * double [N, width]: how often each column is met in each row.
 * @param places int64 [W, 2], each word's row and where it ends
 * @param columns int64 [W]
 * @param width int64 [1]
 */
function countsIn(graph: GraphBuilder, rows: string, places: string, columns: string, width: string): string {
  const shape = graph.operator('Concat', [rows, width], { axis: { int: 0 } })
  const none = graph.operator('Expand', [graph.doubles([0]), shape])
  const row = graph.operator('Gather', [places, graph.integers([0])], { axis: { int: 1 } })
  const cells = graph.operator('Concat', [row, graph.operator('Unsqueeze', [columns, graph.integers([1])])], {
    axis: { int: 1 },
  })
  const ones = graph.operator('Expand', [graph.doubles([1]), graph.operator('Shape', [columns])])
  return graph.operator('ScatterND', [none, cells, ones], { reduction: { string: 'add' } })
}

/**
 * The columns of words: one for each that is asked for, in the order they are, and a last one for any other. The list
 * grows as long as the graph is built.
 * @param identities int64 [W]
 */
function vocabulary(
  graph: GraphBuilder,
  identities: string,
): { placeOf(word: string): number; columns: string; width: string } {
  const known: bigint[] = []
  const dims = [0]
  const places = new Map<string, number>()
  const list = graph.integers(known, dims)
  const size = graph.operator('Shape', [list])
  const [unique = '', , slots = ''] = graph.operators(
    'Unique',
    [graph.operator('Concat', [list, identities], { axis: { int: 0 } })],
    3,
  )
  const zero = graph.integers([0])
  const last = graph.integers([Number.MAX_SAFE_INTEGER])
  const own = graph.operator('Slice', [slots, zero, size])
  const others = graph.operator('Expand', [size, graph.operator('Shape', [unique])])
  const count = graph.operator('Squeeze', [size, zero])
  const inOrder = graph.operator('Range', [graph.integers([0], []), count, graph.integers([1], [])])
  const columnOfSlot = graph.operator('ScatterElements', [others, own, inOrder])
  return {
    placeOf: (word) => {
      let place = places.get(word)
      if (place === undefined) {
        place = known.push(identityOf(word)) - 1
        dims[0] = known.length
        places.set(word, place)
      }
      return place
    },
    columns: graph.operator('Gather', [columnOfSlot, graph.operator('Slice', [slots, size, last])]),
    width: graph.operator('Add', [size, graph.integers([1])]),
  }
}
