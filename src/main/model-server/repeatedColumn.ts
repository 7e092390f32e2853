/** What of valid JSON tells its structure: texts, and the marks between them. */
const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g

/**
 * The first column that a row gives twice, of which `JSON.parse` would keep the last without a word.
 *
 * @param json valid: one row as an object, or a list of rows
 * @returns the row, counted from 1, and the column; null where there is none
 */
export function repeatedColumn(json: string): { row: number; column: string } | null {
  let depth = 0
  let rowDepth = 0
  let row = 0
  let last = ''
  let names = new Set<string>()
  for (const [mark] of json.matchAll(token)) {
    if (mark === '{' || mark === '[') {
      depth++
      if (rowDepth === 0 && mark === '{') rowDepth = depth
      if (depth === rowDepth) {
        row++
        names = new Set()
      }
    } else if (mark === '}' || mark === ']') {
      depth--
    } else if (mark === ':' && depth === rowDepth) {
      const column = String(JSON.parse(last))
      if (names.has(column)) return { row, column }
      names.add(column)
    }
    last = mark
  }
  return null
}
