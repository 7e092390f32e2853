export const codePoints = 0x110000
/** Code points that share a place in `pages`. */
export const pageSize = 128

/** A small integer for each code point. Most pages of 128 are the same, and are kept once. */
export interface CodePointTable {
  /** Where the page of each 128 code points begins in `values`, in pages. */
  pages: Int32Array
  values: Int32Array
}

export function codePointTable(valueOf: (codePoint: number) => number): CodePointTable {
  const pages = new Int32Array(codePoints / pageSize)
  const values: number[] = []
  const known = new Map<string, number>()
  for (const page of pages.keys()) {
    const own = Array.from({ length: pageSize }, (_, at) => valueOf(page * pageSize + at))
    const key = own.join()
    let place = known.get(key)
    if (place === undefined) {
      known.set(key, (place = known.size))
      for (const value of own) values.push(value)
    }
    pages[page] = place
  }
  return { pages, values: Int32Array.from(values) }
}
