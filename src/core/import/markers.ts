/** Texts that mean "no value" wherever they stand, whatever the rest of the column holds. */
export const certainMarkers = ['', 'NA', 'N/A', 'n/a', '#N/A', '<NA>', 'NaN', 'nan', 'NULL', 'null', 'None'] as const

/** Texts that mean "no value" unless the column uses lone punctuation as values of its own (such as + and -). */
export const doubtfulMarkers = ['?', '-', '.'] as const

const certain: ReadonlySet<string> = new Set(certainMarkers)
const doubtful: ReadonlySet<string> = new Set(doubtfulMarkers)

// No marker is longer, and most values are: the length spares a look-up a cell.
const longestMarker = 4

/** Whether a text is one of the missing markers, certain or doubtful. */
export function isMarker(text: string): boolean {
  return text.length <= longestMarker && (certain.has(text) || doubtful.has(text))
}

export function isDoubtfulMarker(text: string): boolean {
  return text.length === 1 && doubtful.has(text)
}

/** One character that is neither a letter nor a digit, in any script. */
export function isLonePunctuation(text: string): boolean {
  return text.length === 1 && !/[\p{L}\p{N}]/u.test(text)
}

/** A text without the blanks around it; the text itself, unallocated, where there are none. */
export function trimmed(text: string): string {
  const last = text.length - 1
  if (last < 0) return text
  const first = text.charCodeAt(0)
  const end = text.charCodeAt(last)
  // 160 is the no-break space, which spreadsheets like to add.
  return first <= 32 || end <= 32 || first === 160 || end === 160 ? text.trim() : text
}
