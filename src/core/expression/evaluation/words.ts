import { hashText } from '../hash.ts'
import type { WordSelection } from '../types.ts'
import { wordsOf } from '../words.ts'
import { chunkRows, createNode, type TextNode, type WordsNode } from './chunk.ts'
import type { Compiling } from './compiling.ts'

/** Every text is cut into words once a chunk, whatever the number of selections. */
export function compileWords({ chunk }: Compiling, text: TextNode): WordsNode {
  const columns: Float64Array[] = []
  const places = new Places(() => columns.push(new Float64Array(chunkRows)) - 1)
  const node = createNode(chunk, columns, (count) => {
    const { codes, levels } = text.read()
    for (const column of columns) column.fill(0, 0, count)
    const found = new Map<number, readonly number[]>()
    for (let i = 0; i < count; i++) {
      const code = codes[i] ?? -1
      if (code < 0) {
        for (const column of columns) column[i] = NaN
        continue
      }
      let hits = found.get(code)
      if (hits === undefined) found.set(code, (hits = places.hitsOf(levels[code] ?? '')))
      for (let k = 0; k < hits.length; k++) {
        const column = columns[hits[k] ?? 0]
        if (column !== undefined) column[i] = (column[i] ?? 0) + 1
      }
    }
  })
  return { read: () => node.read(), placeOf: (words) => places.of(words) }
}

/** Which columns a word is counted in. */
class Places {
  readonly #add: () => number
  #all: number | null = null
  readonly #words = new Map<string, number>()
  /** By the number of buckets, the place of each. */
  readonly #buckets = new Map<number, Map<number, number>>()

  constructor(add: () => number) {
    this.#add = add
  }

  of(words: WordSelection): number {
    switch (words.kind) {
      case 'all':
        return (this.#all ??= this.#add())
      case 'word':
        return this.#placed(this.#words, words.word)
      case 'bucket': {
        const places = this.#buckets.get(words.buckets) ?? new Map<number, number>()
        this.#buckets.set(words.buckets, places)
        return this.#placed(places, words.bucket)
      }
    }
  }

  /** The columns that a text counts in, once for each of its words. */
  hitsOf(text: string): number[] {
    const hits: number[] = []
    for (const word of wordsOf(text)) {
      if (this.#all !== null) hits.push(this.#all)
      const own = this.#words.get(word)
      if (own !== undefined) hits.push(own)
      if (this.#buckets.size === 0) continue
      const hash = hashText(word)
      for (const [buckets, places] of this.#buckets) {
        const place = places.get(hash % buckets)
        if (place !== undefined) hits.push(place)
      }
    }
    return hits
  }

  #placed<Key>(places: Map<Key, number>, key: Key): number {
    const place = places.get(key) ?? this.#add()
    places.set(key, place)
    return place
  }
}
