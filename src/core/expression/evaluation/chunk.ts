import type { WordSelection } from '../types.ts'

/** The rows that are worked out together. */
export interface Chunk {
  /** Changes from chunk to chunk, so that a node knows whether its result is of this one. */
  serial: number
  /** Place of the first row in the order asked for. */
  from: number
  count: number
  /** Row numbers of the table in the order asked for; null for all rows as they stand. */
  readonly rows: Uint32Array | null
}

/** Rows of a chunk: the buffers of a long expression still lie in a core's own cache. */
export const chunkRows = 1024

/** A result that is worked out at most once a chunk. Entries from `count` on mean nothing. */
export interface Node<Result> {
  read(): Result
}

export function createNode<Result>(chunk: Chunk, result: Result, update: (count: number) => void): Node<Result> {
  let done = -1
  return {
    read: () => {
      if (done !== chunk.serial) {
        update(chunk.count)
        done = chunk.serial
      }
      return result
    },
  }
}

export type NumberNode = Node<Float64Array>
export type ColumnsNode = Node<readonly Float64Array[]>
/** 1 where it is so, else 0. */
export type BooleanNode = Node<Uint8Array>

/** Codes of a chunk; the levels may grow from chunk to chunk, and a code keeps its level. */
export interface TextChunk {
  codes: Int32Array
  levels: readonly string[]
}
export type TextNode = Node<TextChunk>

/** Counts of the words of a text, one column a selection; missing where the text is. */
export interface WordsNode extends ColumnsNode {
  /** The place of a selection's column; it is counted from then on. */
  placeOf(words: WordSelection): number
}
